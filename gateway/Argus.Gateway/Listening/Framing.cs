using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Gateway.Listening;

/// <summary>Refuses what the server takes but another behind us might read differently: there a second request could hide, or a path that nobody has allowed.</summary>
internal static class Framing
{
    // Where a request has both lengths, the server moves the one that it does not believe there.
    private const string MovedLength = "X-Content-Length";

    /// <summary>Looks at a request.</summary>
    /// <returns>Null where nothing is wrong.</returns>
    public static Denial? Check(HttpContext http)
    {
        var request = http.Request;
        var headers = request.Headers;
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            if (headers.ContentLength is not null || headers.ContainsKey(MovedLength))
                return Refuse(http, "A request has Content-Length or Transfer-Encoding, not both.");
            if (!HttpProtocol.IsHttp11(request.Protocol))
                return Refuse(http, "Transfer-Encoding belongs to HTTP/1.1.");
        }

        if (HttpMethods.IsConnect(request.Method) || HttpMethods.IsTrace(request.Method))
            return new Denial(DenialReason.Malformed, new Refusal(405, $"{request.Method} is not done here."));
        return IsPlain(http.Features.Get<IHttpRequestFeature>()?.RawTarget, request.Path.Value) ? null : Refuse(http, "The path has characters that no path here has: a backslash, an encoded slash, or a control character.");
    }

    private static Denial Refuse(HttpContext http, string detail)
    {
        // What follows on this connection may not be what it looks like.
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
        return new Denial(DenialReason.Malformed, new Refusal(400, detail));
    }

    private static bool IsPlain(string? target, string? path)
    {
        if (path is not { Length: > 0 } || path[0] != '/')
            return false;
        foreach (char c in path)
        {
            if (char.IsControl(c) || c == '\\')
                return false;
        }

        // Left encoded by the server, but decoded by others, who then see one more part of the path.
        var raw = target.AsSpan();
        int query = raw.IndexOf('?');
        raw = query < 0 ? raw : raw[..query];
        for (int at = raw.IndexOf('%'); at >= 0 && at + 2 < raw.Length; at = Next(raw, at))
        {
            var code = raw.Slice(at + 1, 2);
            if (code.Equals("2f", StringComparison.OrdinalIgnoreCase) || code.Equals("5c", StringComparison.OrdinalIgnoreCase) || code.Equals("00", StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static int Next(ReadOnlySpan<char> raw, int at)
    {
        int next = raw[(at + 1)..].IndexOf('%');
        return next < 0 ? -1 : at + 1 + next;
    }
}
