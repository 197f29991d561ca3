using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;
using Argus.ServiceDefaults.Auth.Tokens;

namespace Argus.Gateway.Auth;

/// <summary>Finds out who a caller is, by key or token.</summary>
/// <param name="keys">Null where keys are not taken.</param>
/// <param name="tokens">Null where tokens are not taken.</param>
/// <param name="limits">Of callers with tokens.</param>
/// <param name="time">Clock.</param>
internal sealed class Authenticator(KeyStore? keys, TokenStore? tokens, LimitBook limits, TimeProvider time)
{
    private readonly TokenCheck? _tokens = tokens is null ? null : new TokenCheck(tokens, time);

    private readonly string _missing =
        (keys, tokens) is (not null, null) ? "A key is needed: Authorization: Bearer, or X-API-Key."
        : (keys, tokens) is (null, not null) ? "A token is needed: Authorization: Bearer."
        : "A key or a token is needed: Authorization: Bearer, or X-API-Key.";

    /// <summary>Finds out.</summary>
    public Identity Identify(IHeaderDictionary headers)
    {
        var shown = Credential.Find(headers);
        if (shown.IsEmpty)
            return new Identity(null, _missing, Showed: false);
        if (KeyHash.Of(shown) is not { } hash)
            return new Identity(null, "The key is not known.");
        if (keys?.Current.Find(hash) is { } key)
            return key.Expires <= time.GetUtcNow() ? new Identity(null, "The key has expired.") : new Identity(key.Owner);
        if (_tokens is null || (keys is not null && !shown.Contains('.')))
            return new Identity(null, "The key is not known.");
        var (why, claims) = _tokens.Check(hash, shown);
        return claims is null ? new Identity(null, why) : new Identity(new Caller(claims.Subject, Caller.ByToken, claims.Permissions, limits.Of(claims.Subject)));
    }
}
