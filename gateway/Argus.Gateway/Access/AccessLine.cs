using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Access;

/// <summary>Makes the line of a request: one JSON object. Of what a caller sent, every byte that is not plain ASCII is escaped, and nothing is longer than a line may be.</summary>
/// <param name="time">Clock.</param>
internal sealed class AccessLine(TimeProvider time)
{
    private const int LongestPath = 256;
    private const int LongestName = 100;
    private const int LongestMethod = 16;
    private const int MostQueryNames = 16;
    private const int LongestQueryName = 32;

    private readonly LineSpace _space = new();
    private Utf8JsonWriter? _writer;

    /// <summary>Makes a line; good until the next one is made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="visit">What is known of it.</param>
    /// <param name="status">Status code of the answer.</param>
    public ReadOnlySpan<byte> Make(HttpContext http, Visit visit, int status)
    {
        _space.Clear();
        var json = _writer ??= new Utf8JsonWriter(_space);
        json.Reset(_space);
        json.WriteStartObject();
        WriteTime(json);
        json.WriteString("trace"u8, Activity.Current?.TraceId.ToHexString());
        WriteAddress(json, http.Connection.RemoteIpAddress);
        if (visit.Caller is { } caller)
        {
            json.WriteString("caller"u8, Cut(caller.Name, LongestName));
            json.WriteString("by"u8, caller.By);
        }

        json.WriteString("protocol"u8, http.Request.Protocol);
        json.WriteString("method"u8, Cut(http.Request.Method, LongestMethod));
        json.WriteString("path"u8, Cut(http.Request.Path.Value, LongestPath));
        WriteQuery(json, http.Request.QueryString.Value);
        json.WriteNumber("status"u8, status);
        if (visit.Denied is { } denied)
            json.WriteString("denied"u8, denied);
        json.WriteNumber("bytes_in"u8, visit.BytesIn);
        json.WriteNumber("bytes_out"u8, visit.BytesOut);
        WriteMilliseconds(json, "ms"u8, time.GetElapsedTime(visit.Start));
        if (http.Features.Get<Exchange>() is { } exchange)
            WriteExchange(json, exchange);
        json.WriteEndObject();
        json.Flush();
        "\n"u8.CopyTo(_space.GetSpan());
        _space.Advance(1);
        return _space.Written;
    }

    private void WriteTime(Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[24];
        time.GetUtcNow().UtcDateTime.TryFormat(text, out int length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("time"u8, text[..length]);
    }

    private static void WriteAddress(Utf8JsonWriter json, IPAddress? address)
    {
        Span<byte> text = stackalloc byte[64];
        if (address is null || !address.TryFormat(text, out int length))
            return;
        var shown = text[..length];
        json.WriteString("client"u8, address.IsIPv4MappedToIPv6 ? shown[(shown.LastIndexOf((byte)':') + 1)..] : shown);
    }

    private static void WriteExchange(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteString("deployment"u8, exchange.Route.Backend.Name);
        if (exchange.Destination is { } destination)
            json.WriteString("pod"u8, destination.Prefix.AsSpan("http://".Length));
        json.WriteNumber("attempts"u8, exchange.Attempts);
        if (exchange.Held > TimeSpan.Zero)
            WriteMilliseconds(json, "held_ms"u8, exchange.Held);
    }

    // Names only: values may be secrets. What does not look like a name may be one too.
    private static void WriteQuery(Utf8JsonWriter json, string? query)
    {
        if (query is not { Length: > 1 })
            return;
        json.WriteStartArray("query"u8);
        int count = 0;
        foreach (var range in query.AsSpan(1).Split('&'))
        {
            var pair = query.AsSpan(1)[range];
            int end = pair.IndexOf('=');
            var name = end < 0 ? pair : pair[..end];
            if (++count > MostQueryNames)
                break;
            json.WriteStringValue(IsName(name) ? name : "?");
        }

        json.WriteEndArray();
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestQueryName || text.StartsWith("argus_", StringComparison.Ordinal))
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return false;
        }

        return true;
    }

    // Whole microseconds: more digits would say nothing.
    private static void WriteMilliseconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan span) =>
        json.WriteNumber(name, (decimal)(long)span.TotalMicroseconds / 1000);

    private static ReadOnlySpan<char> Cut(string? text, int most) => text is null ? default : text.Length <= most ? text : text.AsSpan(0, most);
}
