using System.Buffers.Binary;
using System.Text;

namespace InvAdapter.Tests.Weights;

/// <summary>Makes files by hand, so that they can be wrong.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, int dataBytes = 0) => Of(Encoding.UTF8.GetBytes(header), dataBytes);

    public static byte[] Of(byte[] header, int dataBytes = 0)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        for (int i = 0; i < dataBytes; i++)
            bytes[8 + header.Length + i] = (byte)i;
        return bytes;
    }

    public static byte[] WithLength(ulong length, string rest)
    {
        byte[] bytes = Of(rest);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    /// <summary>A file with its header's text changed, its data as it was.</summary>
    public static byte[] Edit(byte[] file, Func<string, string> change)
    {
        (string header, byte[] data) = Parts(file);
        return [.. Of(change(header)), .. data];
    }

    /// <summary>The same file with data that begins at an odd byte, so that no element is aligned.</summary>
    public static byte[] Misalign(byte[] file) => Edit(file, header =>
    {
        string bare = header.TrimEnd();
        return Encoding.UTF8.GetByteCount(bare) % 2 == 0 ? bare + ' ' : bare;
    });

    private static (string Header, byte[] Data) Parts(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }
}
