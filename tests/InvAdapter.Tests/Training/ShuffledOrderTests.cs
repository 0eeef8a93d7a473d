using InvAdapter.Training.Data;
using Xunit;

namespace InvAdapter.Tests.Training;

public class ShuffledOrderTests
{
    [Fact]
    public void Every_epoch_has_every_example_once_in_an_order_of_its_own()
    {
        var order = new ShuffledOrder(100, 5);
        int[][] epochs = [.. Enumerable.Range(0, 4).Select(epoch => Enumerable.Range(0, 100).Select(i => order[epoch * 100L + i]).ToArray())];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 100), epoch.Order()));
        Assert.Equal(4, epochs.Select(epoch => string.Join(',', epoch)).Distinct().Count());
    }

    [Fact]
    public void A_position_says_it_all()
    {
        var once = new ShuffledOrder(37, 9);
        int[] expected = [.. Enumerable.Range(0, 200).Select(i => once[i])];
        Assert.All([150, 3, 199, 37, 36], position => Assert.Equal(expected[position], new ShuffledOrder(37, 9)[position]));
        Assert.Equal(expected[3], once[3]);
        Assert.NotEqual(expected, Enumerable.Range(0, 200).Select(i => new ShuffledOrder(37, 10)[i]));
    }
}
