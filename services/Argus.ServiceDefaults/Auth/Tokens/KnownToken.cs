namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>A token that was checked.</summary>
/// <param name="Claims">What it says.</param>
/// <param name="GoodFrom">The allowance for clocks that differ included.</param>
/// <param name="GoodUntil">The same.</param>
public sealed record KnownToken(TokenClaims Claims, DateTimeOffset GoodFrom, DateTimeOffset GoodUntil);
