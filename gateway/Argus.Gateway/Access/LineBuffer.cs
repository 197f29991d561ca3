namespace Argus.Gateway.Access;

/// <summary>Lines between those who write them and the one who carries them out. Full, it takes no more: who writes never waits.</summary>
/// <param name="capacity">Bytes that it holds.</param>
internal sealed class LineBuffer(int capacity)
{
    // Waking a thread for each line would cost more than the line.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly object _lock = new();
    private byte[] _filling = new byte[capacity];
    private byte[] _spare = new byte[capacity];
    private int _length;
    private bool _isClosed;

    /// <summary>Puts a line in; false where there is no room for it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (_isClosed || line.Length > capacity - _length)
                return false;
            line.CopyTo(_filling.AsSpan(_length));
            // Only the first wakes, and the one with which it is half full: in between the other gathers, or will look before it sleeps.
            bool wakes = _length == 0 || (_length < capacity / 2 && _length + line.Length >= capacity / 2);
            _length += line.Length;
            if (wakes)
                Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Takes all lines, waiting for the first and for those that come at once after it; good until the next call. One caller at a time.</summary>
    /// <returns>Nothing where it is closed and empty.</returns>
    public ReadOnlySpan<byte> Take()
    {
        lock (_lock)
        {
            while (_length == 0)
            {
                if (_isClosed)
                    return default;
                Monitor.Wait(_lock);
            }

            if (!_isClosed && _length < capacity / 2)
                Monitor.Wait(_lock, Gathering);
            (_filling, _spare) = (_spare, _filling);
            int length = _length;
            _length = 0;
            return _spare.AsSpan(0, length);
        }
    }

    /// <summary>Takes no more lines.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.Pulse(_lock);
        }
    }
}
