using Argus.ServiceDefaults.Auth.Tokens;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;

namespace Argus.ServiceDefaults.Auth.Trust;

/// <summary>Lets requests in whose token is good and for their path. Refuses before a byte of a body is read.</summary>
/// <param name="tokens">Null where none is taken: then nobody gets in.</param>
/// <param name="time">Clock.</param>
internal sealed class TokenGate(TokenStore? tokens, TimeProvider time)
{
    private readonly TokenCheck? _tokens = tokens is null ? null : new TokenCheck(tokens, time);

    /// <summary>Lets a request in, or refuses it.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (IsPublic(http.Request))
            return next(http);
        var shown = Credential.Find(http.Request.Headers);
        if (shown.IsEmpty)
            return RefuseAsync(http, "Bearer realm=\"argus\"", "A token is needed: Authorization: Bearer.");
        var (why, claims) = _tokens is not null && KeyHash.Of(shown) is { } hash ? _tokens.Check(hash, shown) : new VerifiedToken("The token is not known.", null);
        if (claims is null)
            return RefuseAsync(http, "Bearer realm=\"argus\", error=\"invalid_token\"", why!);
        return claims.Permissions.Covers(http.Request.Path.Value ?? "/") ? next(http) : new Refusal(403, $"This token is not for {http.Request.Path}.").WriteAsync(http);
    }

    /// <summary>What probes, scrapers and readers of the manual ask for; nothing of it tells of a job.</summary>
    private static bool IsPublic(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Value is "/health" or "/health/live" or "/health/ready" or "/metrics" or "/docs" or "/openapi.json";

    private static Task RefuseAsync(HttpContext http, string challenge, string why)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return new Refusal(401, why).WriteAsync(http);
    }
}
