using System.Diagnostics;
using InvAdapter.FaceWorld;

namespace InvAdapter.Results;

/// <summary>Draws what is true: the person in a scene of the prompt, through the autoencoder, since all results have been.</summary>
internal sealed class TruthDrawer(RoundTrip codec)
{
    public RowSamples Draw(Cast cast, IReadOnlyList<Prompt> prompts)
    {
        var clock = Stopwatch.StartNew();
        Sample[] samples =
        [
            .. from person in Enumerable.Range(0, cast.People)
               from prompt in prompts
               select new Sample(person, prompt, 0, codec.Through(cast.Draw(person, prompt))),
        ];
        return new RowSamples(samples, 0, 0, 0, 0, clock.Elapsed.TotalMilliseconds / samples.Length);
    }
}
