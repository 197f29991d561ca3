namespace Argus.LocalCluster.Node.Logs;

/// <summary>Divides what is read into lines, keeping what has no end yet.</summary>
internal sealed class LineBuffer
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <summary>Where to read to.</summary>
    public Memory<byte> Space()
    {
        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        return _bytes.AsMemory(_length);
    }

    /// <summary>Whole lines without their ends, of what was there and <paramref name="count"/> bytes more.</summary>
    public List<ReadOnlyMemory<byte>> Take(int count)
    {
        int end = _length + count, start = 0;
        var lines = new List<ReadOnlyMemory<byte>>();
        for (int at; (at = _bytes.AsSpan(start, end - start).IndexOf((byte)'\n')) >= 0; start += at + 1)
            lines.Add(_bytes.AsSpan(start, at).ToArray());
        _bytes.AsSpan(start, end - start).CopyTo(_bytes);
        _length = end - start;
        return lines;
    }
}
