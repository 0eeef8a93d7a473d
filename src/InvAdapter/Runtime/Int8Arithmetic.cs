using System.Runtime.Intrinsics.X86;

namespace InvAdapter.Runtime;

/// <summary>Whether this CPU sums products of bytes exactly at full speed.</summary>
/// <remarks>
/// x86 CPUs without VNNI sum two products of an unsigned and a signed byte in 16 bits, and clamp them: 2·255·127 is twice what fits. The runtime
/// has kernels that don't, and are slower; it takes them for <see cref="PreciseKey"/>, which on CPUs with VNNI would cost speed for nothing.
/// </remarks>
internal static class Int8Arithmetic
{
    /// <summary>The session entry that asks for exact products.</summary>
    public const string PreciseKey = "session.x64quantprecision";

    private const int Avx512VnniBit = 11;
    private const int AvxVnniBit = 4;

    /// <summary>Whether the runtime has to be asked for exact products here.</summary>
    public static bool IsClamped { get; } = X86Base.IsSupported && !HasVnni();

    private static bool HasVnni()
    {
        // Leaf 7 of CPUID, sub-leaves 0 (AVX-512 VNNI in ECX) and 1 (AVX-VNNI in EAX); the first answers how many sub-leaves there are.
        (int highest, _, _, _) = X86Base.CpuId(0, 0);
        if (highest < 7)
            return false;
        (int subleaves, _, int ecx, _) = X86Base.CpuId(7, 0);
        bool wide = Avx512BW.IsSupported && (ecx >> Avx512VnniBit & 1) == 1;
        bool narrow = Avx2.IsSupported && subleaves >= 1 && (X86Base.CpuId(7, 1).Eax >> AvxVnniBit & 1) == 1;
        return wide || narrow;
    }
}
