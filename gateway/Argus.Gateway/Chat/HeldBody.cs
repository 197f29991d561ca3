using Argus.Gateway.Proxying;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Chat;

/// <summary>A body whole in memory, where who sends it decides how many there are: charged to what all bodies may take together. Dispose gives that back.</summary>
internal sealed class HeldBody : IDisposable
{
    /// <summary>Most bytes of one body.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private readonly ReplayBudget _budget;
    private readonly MemoryStream _bytes;
    private int _taken;

    private HeldBody(ReplayBudget budget, int expected) => (_budget, _bytes) = (budget, new MemoryStream(expected));

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="budget">Where its bytes are charged.</param>
    /// <param name="cancel">Cancelled when the caller hangs up.</param>
    public static async ValueTask<Outcome<HeldBody>> ReadAsync(HttpRequest request, ReplayBudget budget, CancellationToken cancel)
    {
        if (request.ContentLength > MostBytes)
            return TooLarge();
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return new Refusal(415, "Compressed bodies are not taken: send it without Content-Encoding.");
        var body = new HeldBody(budget, (int)Math.Min(request.ContentLength ?? 4096, 64 * 1024));
        try
        {
            return await body.FillAsync(request.Body, cancel) is { } refusal ? body.Drop(refusal) : body;
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
        _budget.GiveBack(_taken);
        _taken = 0;
        _bytes.Dispose();
    }

    private static Refusal TooLarge() => new(413, $"The body may have at most {MostBytes} bytes.");

    private async ValueTask<Refusal?> FillAsync(Stream source, CancellationToken cancel)
    {
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer, cancel)) > 0)
        {
            if (_bytes.Length + read > MostBytes)
                return TooLarge();
            if (!_budget.TryTake(read))
                return new Refusal(503, "Too many large requests are under way.") { RetryAfter = TimeSpan.FromSeconds(1) };
            _taken += read;
            _bytes.Write(buffer, 0, read);
        }

        return null;
    }

    private Refusal Drop(Refusal refusal)
    {
        Dispose();
        return refusal;
    }
}
