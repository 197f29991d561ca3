using System.Buffers;
using System.Runtime.InteropServices;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Requests;

/// <summary>
/// A whole body in native memory, never on disk; Dispose frees it. Not in pooled arrays: those of the largest bodies, tens of megabytes, would
/// stay with the collector after the last such body.
/// </summary>
internal sealed class RequestBytes : MemoryManager<byte>
{
    /// <summary>Up to here a declared length is believed and taken at once; beyond it room grows with what really came.</summary>
    private const int Trusted = 4 * 1024 * 1024;

    private readonly BodyBudget _budget;
    private unsafe byte* _bytes;
    private int _capacity;

    private RequestBytes(BodyBudget budget) => _budget = budget;

    /// <summary>Bytes that came.</summary>
    public int Length { get; private set; }

    /// <summary>The body, writable: text is decoded where it lies.</summary>
    public unsafe Span<byte> Span => new(_bytes, Length);

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
    public override Span<byte> GetSpan() => Span;

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0) => new(_bytes + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // It never moves.
    }

    /// <summary>Frees the bytes; nobody may read them any more.</summary>
    public void Dispose() => Dispose(true);

    /// <inheritdoc/>
    protected override unsafe void Dispose(bool disposing)
    {
        _budget.Return(_capacity);
        NativeMemory.Free(_bytes);
        _bytes = null;
        (_capacity, Length) = (0, 0);
    }

    private static Refusal TooLarge(long limit) => new(413, $"The body may have at most {limit} bytes.");

    private static Refusal OutOfMemory() => new(503, "Too many large requests are under way.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private Refusal Drop(Refusal refusal)
    {
        Dispose();
        return refusal;
    }

    private unsafe bool Append(in ReadOnlySequence<byte> bytes, long limit)
    {
        int total = Length + (int)bytes.Length;
        if (total > _capacity && !Reserve((int)Math.Min(Math.Max(total, 2L * _capacity), Math.Max(limit, total))))
            return false;
        bytes.CopyTo(new Span<byte>(_bytes + Length, (int)bytes.Length));
        Length = total;
        return true;
    }

    private unsafe bool Reserve(int capacity)
    {
        int more = capacity - _capacity;
        if (!_budget.TryTake(more))
            return false;
        _capacity = capacity;
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)capacity);
        return true;
    }
}
