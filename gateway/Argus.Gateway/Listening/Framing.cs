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
        if (headers.TryGetValue("Transfer-Encoding", out var codings))
        {
            // The server reads the last one and leaves the others to us, who would not undo them.
            if (codings is not [{ } coding] || !coding.Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase))
                return Refuse(http, "Transfer-Encoding may only be chunked.");
            if (headers.ContentLength is not null || headers.ContainsKey(MovedLength))
                return Refuse(http, "A request has Content-Length or Transfer-Encoding, not both.");
            if (!HttpProtocol.IsHttp11(request.Protocol))
                return Refuse(http, "Transfer-Encoding belongs to HTTP/1.1.");
        }

        if (HttpMethods.IsConnect(request.Method) || HttpMethods.IsTrace(request.Method))
            return new Denial(DenialReason.Malformed, new Refusal(405, $"{request.Method} is not done here."));
        string? target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is { Length: > 0 } && target[0] != '/' && target.Contains('@', StringComparison.Ordinal))
            return Refuse(http, "An address with a name and a password before its host is not taken.");
        return IsPlain(request.Path.Value) ? null : Refuse(http, "The path has what no path here has: a control character, a backslash, an encoded slash, or a percent sign.");
    }

    private static Denial Refuse(HttpContext http, string detail)
    {
        // What follows on this connection may not be what it looks like.
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
        return new Denial(DenialReason.Malformed, new Refusal(400, detail));
    }

    // A percent sign that is left after decoding was encoded itself, or is an encoded slash, or not UTF-8.
    // On its way to the pod it would stay as it is, and be decoded there: to a path that nobody has looked at.
    private static bool IsPlain(string? path)
    {
        if (path is not { Length: > 0 } || path[0] != '/')
            return false;
        foreach (char c in path)
        {
            if (char.IsControl(c) || c is '\\' or '%')
                return false;
        }

        return true;
    }
}
