namespace InvAdapter.Weights;

/// <summary>What an <see cref="ElementType"/> measures, and what safetensors files call it.</summary>
public static class ElementTypeExtensions
{
    internal const string KnownNames = "F64, F32, F16, BF16, I64, I32, I8, U8 or BOOL";

    /// <summary>Bytes that one element takes: 1, 2, 4 or 8.</summary>
    /// <param name="type">The element type.</param>
    /// <returns>The size in bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is no named value.</exception>
    public static int SizeInBytes(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
        _ => throw NotNamed(type),
    };

    /// <summary>The name that safetensors headers use, <c>F64</c> to <c>BOOL</c>.</summary>
    /// <param name="type">The element type.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is no named value.</exception>
    public static string SafetensorsName(this ElementType type) => type switch
    {
        ElementType.Float64 => "F64",
        ElementType.Float32 => "F32",
        ElementType.Float16 => "F16",
        ElementType.BFloat16 => "BF16",
        ElementType.Int64 => "I64",
        ElementType.Int32 => "I32",
        ElementType.Int8 => "I8",
        ElementType.UInt8 => "U8",
        ElementType.Bool => "BOOL",
        _ => throw NotNamed(type),
    };

    internal static ElementType? Parse(string safetensorsName) => safetensorsName switch
    {
        "F64" => ElementType.Float64,
        "F32" => ElementType.Float32,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "I64" => ElementType.Int64,
        "I32" => ElementType.Int32,
        "I8" => ElementType.Int8,
        "U8" => ElementType.UInt8,
        "BOOL" => ElementType.Bool,
        _ => null,
    };

    private static ArgumentOutOfRangeException NotNamed(ElementType type) =>
        new(nameof(type), type, "Use a named element type.");
}
