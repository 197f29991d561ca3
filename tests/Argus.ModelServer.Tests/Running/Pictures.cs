using System.Buffers.Binary;

namespace Argus.ModelServer.Tests.Running;

/// <summary>Small pictures made by hand.</summary>
internal static class Pictures
{
    /// <summary>A grey bitmap without a face.</summary>
    public static byte[] Blank { get; } = Bitmap(64, 64);

    /// <summary>A bitmap whose header says so; only as many rows follow as there is room for in 64 x 64.</summary>
    public static byte[] Bitmap(int width, int height)
    {
        byte[] bmp = new byte[54 + 64 * 64 * 3];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(2), bmp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(bmp.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bmp.AsSpan(28), 24);
        bmp.AsSpan(54).Fill(128);
        return bmp;
    }
}
