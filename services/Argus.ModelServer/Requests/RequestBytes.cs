using System.Buffers;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Requests;

/// <summary>A whole body in one leased array, never on disk; Dispose gives it back.</summary>
internal sealed class RequestBytes : IDisposable
{
    /// <summary>Up to here a declared length is believed and taken at once; beyond it room grows with what really came.</summary>
    private const int Trusted = 4 * 1024 * 1024;

    private readonly BodyBudget _budget;
    private byte[] _buffer = [];

    private RequestBytes(BodyBudget budget) => _budget = budget;

    /// <summary>Bytes that came.</summary>
    public int Length { get; private set; }

    /// <summary>The body, writable: text is decoded where it lies.</summary>
    public Span<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>The body for work on other threads.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">Largest length in bytes; a longer body is refused, by its declared length before a byte is read.</param>
    /// <param name="budget">Where the bytes are charged.</param>
    /// <param name="cancel">Cancelled when the caller hangs up.</param>
    public static async ValueTask<Outcome<RequestBytes>> ReadAsync(HttpRequest request, long limit, BodyBudget budget, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            return TooLarge(limit);
        var body = new RequestBytes(budget);
        try
        {
            if (!body.Reserve((int)Math.Min(request.ContentLength ?? 64 * 1024, Trusted)))
                return OutOfMemory();
            var reader = request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (body.Length + read.Buffer.Length > limit)
                    return body.Drop(TooLarge(limit));
                if (!body.Append(read.Buffer, limit))
                    return body.Drop(OutOfMemory());
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return body;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        _budget.Return(_buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, Length) = ([], 0);
    }

    private static Refusal TooLarge(long limit) => new(413, $"The body may have at most {limit} bytes.");

    private static Refusal OutOfMemory() => new(503, "Too many large requests are under way.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private Refusal Drop(Refusal refusal)
    {
        Dispose();
        return refusal;
    }

    private bool Append(in ReadOnlySequence<byte> bytes, long limit)
    {
        int total = Length + (int)bytes.Length;
        if (total > _buffer.Length && !Reserve((int)Math.Min(Math.Max(total, 2L * _buffer.Length), Math.Max(limit, total))))
            return false;
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length = total;
        return true;
    }

    private bool Reserve(int capacity)
    {
        if (capacity == 0)
            return true;
        byte[] larger = ArrayPool<byte>.Shared.Rent(capacity);
        if (!_budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        byte[] old = _buffer;
        Span.CopyTo(larger);
        _buffer = larger;
        if (old.Length > 0)
        {
            _budget.Return(old.Length);
            ArrayPool<byte>.Shared.Return(old);
        }

        return true;
    }
}
