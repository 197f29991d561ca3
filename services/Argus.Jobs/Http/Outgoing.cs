using System.Text.Json;

namespace Argus.Jobs.Http;

/// <summary>What all calls to other services have in common.</summary>
internal static class Outgoing
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private const int MostDetail = 500;

    /// <summary>A client for one service: straight to it, whatever proxies the environment names, and never on to where a redirect points.</summary>
    /// <param name="address">Paths are below it.</param>
    /// <param name="connections">Most at once.</param>
    public static HttpClient Client(Uri address, int connections) =>
        new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = connections,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // Finds out where a name points to by now.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Reads a body.</summary>
    /// <returns>Null where it has more bytes than allowed; the rest is not read.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent content, long most, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > most)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancel);
        byte[] bytes = new byte[content.Headers.ContentLength is { } length ? length + 1 : 64 * 1024];
        int filled = 0;
        while (await stream.ReadAsync(bytes.AsMemory(filled), cancel) is > 0 and var read)
        {
            filled += read;
            if (filled > most)
                return null;
            if (filled == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * filled, most + 1));
        }

        return bytes[..filled];
    }

    /// <summary>The pause that an answer asks for, at most an hour; null where it asks for none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var after = response.Headers.RetryAfter;
        var pause = after?.Delta ?? (after?.Date - time.GetUtcNow());
        return pause is not { } wait ? null
            : wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1)
            : wait < LongestPause ? wait : LongestPause;
    }

    /// <summary>What the other side says about its refusal: the <c>detail</c> of its JSON, in one line; null where there is none.</summary>
    public static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (await ReadAsync(response.Content, 64 * 1024, cancel) is not { } body)
            return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("detail", out var detail) || detail.ValueKind != JsonValueKind.String)
                return null;
            string text = detail.GetString()!.ReplaceLineEndings(" ").Trim();
            return text.Length == 0 ? null : text.Length <= MostDetail ? text : text[..MostDetail] + "…";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not Unicode, which is found only where it is asked for.
            return null;
        }
    }
}
