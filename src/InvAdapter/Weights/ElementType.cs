using System.Diagnostics.CodeAnalysis;

namespace InvAdapter.Weights;

/// <summary>The number type that a stored tensor's elements have. Values are stored little-endian.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are number types; they have no other names.")]
public enum ElementType
{
    /// <summary>IEEE 754 double precision, 8 bytes (<c>F64</c>).</summary>
    Float64,

    /// <summary>IEEE 754 single precision, 4 bytes (<c>F32</c>).</summary>
    Float32,

    /// <summary>IEEE 754 half precision, 2 bytes (<c>F16</c>).</summary>
    Float16,

    /// <summary>The upper half of a single precision number, 2 bytes (<c>BF16</c>).</summary>
    BFloat16,

    /// <summary>Signed integer, 8 bytes (<c>I64</c>).</summary>
    Int64,

    /// <summary>Signed integer, 4 bytes (<c>I32</c>).</summary>
    Int32,

    /// <summary>Signed integer, 1 byte (<c>I8</c>).</summary>
    Int8,

    /// <summary>Unsigned integer, 1 byte (<c>U8</c>).</summary>
    UInt8,

    /// <summary>Truth value, 1 byte, 0 or 1 (<c>BOOL</c>).</summary>
    Bool,
}
