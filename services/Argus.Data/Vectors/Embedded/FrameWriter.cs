using System.Buffers;
using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Puts the records of one commit together.</summary>
internal sealed class FrameWriter
{
    /// <summary>A frame is full from here on; it holds at least one record, however large.</summary>
    public const int FullBytes = 8 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Points in it.</summary>
    public int Rows { get; private set; }

    /// <summary>Points and deletions in it.</summary>
    public int Records { get; private set; }

    public bool IsEmpty => Records == 0;

    public bool IsFull => _buffer.WrittenCount >= FullBytes;

    public void Clear()
    {
        _buffer.ResetWrittenCount();
        _buffer.GetSpan(Frame.HeadBytes);
        _buffer.Advance(Frame.HeadBytes);
        (Rows, Records) = (0, 0);
    }

    public void Add(SegmentRecord record, ReadOnlySpan<float> vector, ReadOnlySpan<byte> payload)
    {
        record.WriteTo(_buffer.GetSpan(SegmentRecord.HeadBytes)[..SegmentRecord.HeadBytes]);
        _buffer.Advance(SegmentRecord.HeadBytes);
        _buffer.Write(MemoryMarshal.AsBytes(vector));
        _buffer.Write(payload);
        Records++;
        Rows += record.IsPoint ? 1 : 0;
    }

    /// <summary>A point as it lies in another file.</summary>
    public Span<byte> AddPoint(int bytes)
    {
        var span = _buffer.GetSpan(bytes)[..bytes];
        _buffer.Advance(bytes);
        Records++;
        Rows++;
        return span;
    }

    /// <summary>The frame with its head; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Finish(ulong sequence)
    {
        var bytes = MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;
        var body = bytes[Frame.HeadBytes..];
        new Frame(sequence, body.Length, Rows, Frame.Checksum(body)).WriteTo(bytes);
        return bytes;
    }
}
