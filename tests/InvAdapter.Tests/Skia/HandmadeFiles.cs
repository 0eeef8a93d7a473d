using System.Buffers.Binary;
using System.IO.Compression;

namespace InvAdapter.Tests.Skia;

/// <summary>Picture files of kinds that the library does not write.</summary>
internal static class HandmadeFiles
{
    /// <summary>A PNG of any depth and colour type; rows come with their filter byte 0 in front.</summary>
    public static byte[] Png(int width, int height, byte depth, byte colorType, byte[] rows)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colorType);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>Puts an EXIF orientation, 1 to 8, into a JPEG.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A JPEG of 8×8 pixels in one colour of four inks, inverted as Adobe has it: 255 is no ink.</summary>
    public static byte[] CmykJpeg(byte cyan, byte magenta, byte yellow, byte black)
    {
        byte[] quantization = [0, .. Enumerable.Repeat((byte)8, 64)];
        byte[] frame = [8, 0, 8, 0, 8, 4, .. Enumerable.Range(1, 4).SelectMany(i => new byte[] { (byte)i, 0x11, 0 })];
        byte[] scan = [4, .. Enumerable.Range(1, 4).SelectMany(i => new byte[] { (byte)i, 0 }), 0, 63, 0];
        byte[] average = [0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] detail = [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        return
        [
            0xFF, 0xD8, .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]), .. Segment(0xDB, quantization), .. Segment(0xC0, frame),
            .. Segment(0xC4, average), .. Segment(0xC4, detail), .. Segment(0xDA, scan), .. Bits([cyan, magenta, yellow, black]), 0xFF, 0xD9,
        ];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>One block a component: the average as 4 bits of length and its bits, then the end of the block.</summary>
    private static byte[] Bits(byte[] values)
    {
        var bits = new List<bool>();
        foreach (byte value in values)
        {
            int difference = value - 128;
            int length = 32 - int.LeadingZeroCount(Math.Abs(difference));
            Append(bits, length, 4);
            Append(bits, difference < 0 ? difference + (1 << length) - 1 : difference, length);
            bits.Add(false);
        }

        while (bits.Count % 8 != 0)
            bits.Add(true);
        IEnumerable<byte> bytes = bits.Chunk(8).Select(b => b.Aggregate((byte)0, (all, bit) => (byte)(all << 1 | (bit ? 1 : 0))));
        return [.. bytes.SelectMany(b => b == 0xFF ? new byte[] { b, 0 } : [b])];
    }

    private static void Append(List<bool> bits, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
            bits.Add((value >> i & 1) == 1);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. kind, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
