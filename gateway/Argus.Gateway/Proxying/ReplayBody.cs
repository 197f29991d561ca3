using System.Buffers;

namespace Argus.Gateway.Proxying;

/// <summary>A request body that can be read once more from its beginning as long as what was read of it is remembered.</summary>
internal sealed class ReplayBody : IDisposable
{
    private readonly Stream _source;
    private readonly ReplayBudget _budget;
    private byte[]? _kept;
    private int _length;
    private long _taken;
    private bool _hasBeenRead;
    private volatile bool _isBusy;
    private volatile ReplayReader? _reader;

    /// <param name="source">The body.</param>
    /// <param name="expected">Its length in bytes, where the caller said.</param>
    /// <param name="budget">How much may be remembered, of this body and of all at once.</param>
    public ReplayBody(Stream source, long? expected, ReplayBudget budget)
    {
        (_source, _budget) = (source, budget);
        long size = expected ?? ReplayBudget.FirstBytes;
        if (size > budget.MostBytes || !budget.TryTake(size))
            return;
        (_taken, _kept) = (size, ArrayPool<byte>.Shared.Rent((int)size));
    }

    /// <summary>Whether it can be read from its beginning now.</summary>
    public bool CanReplay => !_isBusy && (_kept is not null || !_hasBeenRead);

    /// <summary>A stream of it from its beginning; those before are of no use any more.</summary>
    public Stream OpenRead() => _reader = new ReplayReader(this);

    /// <summary>Reads for a stream, what is remembered first.</summary>
    /// <exception cref="IOException">There is a newer stream.</exception>
    internal async ValueTask<int> ReadAsync(ReplayReader reader, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A pod that failed may still be sent to for a moment: it must not get bytes of the next one.
        if (_reader != reader)
            throw new IOException("The body is being read for another pod.");
        if (reader.Had < _length)
        {
            int again = Math.Min(buffer.Length, _length - reader.Had);
            _kept.AsMemory(reader.Had, again).CopyTo(buffer);
            reader.Had += again;
            return again;
        }

        _isBusy = true;
        try
        {
            _hasBeenRead = true;
            int read = await _source.ReadAsync(buffer, cancellationToken);
            if (_kept is not null)
                reader.Had = Keep(buffer.Span[..read]);
            return read;
        }
        finally
        {
            _isBusy = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private int Keep(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _kept!.Length && !Grow(_length + bytes.Length))
        {
            Forget();
            return 0;
        }

        bytes.CopyTo(_kept.AsSpan(_length));
        _length += bytes.Length;
        return _length;
    }

    private bool Grow(int needed)
    {
        long size = Math.Min(_budget.MostBytes, Math.Max(needed, 2L * _kept!.Length));
        if (needed > size || !_budget.TryTake(size - _taken))
            return false;
        _taken = size;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)size);
        _kept.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_kept);
        _kept = larger;
        return true;
    }

    private void Forget()
    {
        _length = 0;
        _budget.GiveBack(_taken);
        _taken = 0;
        if (_kept is { } kept)
            ArrayPool<byte>.Shared.Return(kept);
        _kept = null;
    }
}
