namespace Argus.Gateway.Auth.Keys;

/// <summary>Whom a key belongs to.</summary>
/// <param name="Owner">The caller.</param>
/// <param name="Expires">When it ends; null is never.</param>
internal sealed record ApiKey(Caller Owner, DateTimeOffset? Expires);
