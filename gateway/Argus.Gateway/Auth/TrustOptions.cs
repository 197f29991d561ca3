using System.Collections.Immutable;
using System.Net;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth.Tokens;

namespace Argus.Gateway.Auth;

/// <summary>Who may call, and how much; read from the environment once, by <see cref="TrustOptionsReader"/>.</summary>
internal sealed record TrustOptions
{
    /// <summary>Folder with a file for each owner of API keys (ARGUS_API_KEYS), read again when they change; null takes no keys.</summary>
    public string? ApiKeys { get; init; }

    /// <summary>Whose tokens are taken (ARGUS_JWT_KEYS, ARGUS_JWT_ISSUER, ARGUS_JWT_AUDIENCE); null takes none.</summary>
    public TokenOptions? Tokens { get; init; }

    /// <summary>Whether nobody is asked for a key (AUTH_DISABLED, TEST_MODE); default no.</summary>
    public bool Disabled { get; init; }

    /// <summary>Limits of callers with tokens, and of keys that name none (ARGUS_REQUESTS_PER_SECOND, ARGUS_BURST, ARGUS_CONCURRENCY); default without.</summary>
    public LimitSettings Defaults { get; init; } = LimitSettings.None;

    /// <summary>Most requests of all callers not yet answered whole (ARGUS_MAX_IN_FLIGHT); more are refused at once; default 2000.</summary>
    public int MaxInFlight { get; init; } = 2000;

    /// <summary>Requests without a good key from one address in a minute that are told why (ARGUS_FAILURES_PER_MINUTE); more are told to stop; default 20.</summary>
    public int FailuresPerMinute { get; init; } = 20;

    /// <summary>Origins whose pages may call (ARGUS_CORS_ORIGINS), or only <c>*</c>; default none.</summary>
    public ImmutableArray<string> CorsOrigins { get; init; } = [];

    /// <summary>Networks of the proxies that are believed of whom a request came (ARGUS_TRUSTED_PROXIES); default none.</summary>
    public ImmutableArray<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Whether each request gets a line on standard output (ARGUS_ACCESS_LOG); default yes.</summary>
    public bool AccessLog { get; init; } = true;
}
