namespace Argus.Inference.Imaging;

/// <summary>The first directory of a TIFF, which is also what EXIF is: whole numbers by tag.</summary>
internal readonly ref struct TiffDirectory
{
    private const int EntrySize = 12;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _bigEndian;
    private readonly long _first;
    private readonly uint _count;

    public TiffDirectory(ReadOnlySpan<byte> bytes)
    {
        // Some writers leave the JPEG marker's name before the directory in PNG and WebP too.
        if (bytes.StartsWith("Exif\0\0"u8))
            bytes = bytes[6..];
        bool bigEndian = bytes.StartsWith("MM\0*"u8);
        if (!bigEndian && !bytes.StartsWith("II*\0"u8))
            return;
        uint start = bytes.U32(4, bigEndian);
        _bytes = bytes;
        (_bigEndian, _first, _count) = (bigEndian, start + 2L, bytes.U16(start, bigEndian));
    }

    /// <summary>The value of a BYTE, SHORT or LONG tag, or 0 where there is none.</summary>
    public uint this[ushort tag]
    {
        get
        {
            for (long i = 0; i < _count; i++)
            {
                long entry = _first + i * EntrySize;
                if (_bytes.U16(entry, _bigEndian) == tag)
                    return Value(entry);
            }

            return 0;
        }
    }

    /// <summary>EXIF orientation, 1 to 8; 1 where there is none or a wrong one.</summary>
    public int Orientation => this[0x112] is >= 1 and <= 8 and var value ? (int)value : 1;

    private uint Value(long entry) => _bytes.U16(entry + 2, _bigEndian) switch
    {
        1 => _bytes.U8(entry + 8),
        3 => _bytes.U16(entry + 8, _bigEndian),
        4 => _bytes.U32(entry + 8, _bigEndian),
        _ => 0,
    };
}
