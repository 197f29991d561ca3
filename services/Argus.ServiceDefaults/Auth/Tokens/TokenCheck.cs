namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>Finds out whether a token is good now.</summary>
/// <param name="tokens">Keys, and the tokens that were checked with them.</param>
/// <param name="time">Clock.</param>
public sealed class TokenCheck(TokenStore tokens, TimeProvider time)
{
    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Checks a token: its signature once, its times whenever it comes.</summary>
    /// <param name="hash">Of the token.</param>
    /// <param name="shown">The token.</param>
    public VerifiedToken Check(KeyHash hash, ReadOnlySpan<char> shown)
    {
        var (book, now) = (tokens.Current, time.GetUtcNow());
        return book.Find(hash) is { } known ? Check(known, now) : Verify(book, hash, shown.ToString(), now);
    }

    private static VerifiedToken Verify(TokenBook book, KeyHash hash, string token, DateTimeOffset now)
    {
        var verified = book.Verify(token);
        if (verified.Claims is not { } claims)
            return verified;
        var known = new KnownToken(claims, (claims.NotBefore ?? DateTimeOffset.UnixEpoch.Add(Skew)) - Skew, claims.Expires + Skew);
        var answer = Check(known, now);
        if (answer.Claims is not null)
            book.Remember(hash, known, now);
        return answer;
    }

    private static VerifiedToken Check(KnownToken token, DateTimeOffset now)
    {
        if (now >= token.GoodUntil)
            return new VerifiedToken("The token has expired.", null);
        return now < token.GoodFrom ? new VerifiedToken("The token is not good yet.", null) : new VerifiedToken(null, token.Claims);
    }
}
