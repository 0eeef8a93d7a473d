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
}
