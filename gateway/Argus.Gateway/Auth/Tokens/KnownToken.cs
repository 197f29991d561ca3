namespace Argus.Gateway.Auth.Tokens;

/// <summary>A token that was checked.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="GoodFrom">The allowance for clocks that differ included.</param>
/// <param name="GoodUntil">The same.</param>
internal sealed record KnownToken(Caller Owner, DateTimeOffset GoodFrom, DateTimeOffset GoodUntil);
