using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Auth.Tokens;
using Argus.Gateway.Limits;

namespace Argus.Gateway.Auth;

/// <summary>Finds out who a caller is, by key or token.</summary>
/// <param name="keys">Null where keys are not taken.</param>
/// <param name="tokens">Null where tokens are not taken.</param>
/// <param name="limits">Of callers with tokens.</param>
/// <param name="time">Clock.</param>
internal sealed class Authenticator(KeyStore? keys, TokenStore? tokens, LimitBook limits, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

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
        var now = time.GetUtcNow();
        if (keys?.Current.Find(hash) is { } key)
            return key.Expires <= now ? new Identity(null, "The key has expired.") : new Identity(key.Owner);
        if (tokens is null || (keys is not null && !shown.Contains('.')))
            return new Identity(null, "The key is not known.");
        var book = tokens.Current;
        return book.Find(hash) is { } known ? Check(known, now) : Verify(book, hash, shown.ToString(), now);
    }

    private Identity Verify(TokenBook book, KeyHash hash, string token, DateTimeOffset now)
    {
        var (refusal, claims) = book.Verify(token);
        if (claims is null)
            return new Identity(null, refusal);
        var owner = new Caller(claims.Subject, Caller.ByToken, claims.Permissions, limits.Of(claims.Subject));
        var known = new KnownToken(owner, (claims.NotBefore ?? DateTimeOffset.UnixEpoch.Add(Skew)) - Skew, claims.Expires + Skew);
        var identity = Check(known, now);
        if (identity.Caller is not null)
            book.Remember(hash, known, now);
        return identity;
    }

    private static Identity Check(KnownToken token, DateTimeOffset now)
    {
        if (now >= token.GoodUntil)
            return new Identity(null, "The token has expired.");
        return now < token.GoodFrom ? new Identity(null, "The token is not good yet.") : new Identity(token.Owner);
    }
}
