using Argus.ServiceDefaults.Auth.Tokens;

namespace Argus.ServiceDefaults.Auth.Trust;

/// <summary>Who may call; read from the environment once, by <see cref="TrustOptionsReader"/>.</summary>
public sealed record TrustOptions
{
    /// <summary>Who decides (ARGUS_AUTH=gateway; AUTH_DISABLED or TEST_MODE; else tokens).</summary>
    public TrustKind Kind { get; init; } = TrustKind.Tokens;

    /// <summary>Whose tokens are taken (ARGUS_JWT_KEYS, ARGUS_JWT_ISSUER, ARGUS_JWT_AUDIENCE); null takes none, so that nobody gets in.</summary>
    public TokenOptions? Tokens { get; init; }
}
