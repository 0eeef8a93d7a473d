using System.Runtime.CompilerServices;

namespace InvAdapter.FaceWorld;

/// <summary>Guards of the records' properties.</summary>
internal static class Within
{
    public static float Signed(float value, [CallerMemberName] string name = "") => Range(value, -1, 1, name);

    public static float Unit(float value, [CallerMemberName] string name = "") => Range(value, 0, 1, name);

    public static float Range(float value, float low, float high, [CallerMemberName] string name = "") =>
        value >= low && value <= high ? value : throw new ArgumentOutOfRangeException(name, value, $"Use {low} to {high}.");

    public static T Defined<T>(T value, [CallerMemberName] string name = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"There is no such {typeof(T).Name}.");
}
