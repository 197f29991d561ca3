using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Argus.Gateway.Access;
using Argus.Gateway.Cors;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth.Tokens;
using Argus.ServiceDefaults.Configuration;

namespace Argus.Gateway.Auth;

/// <summary>From environment names to <see cref="TrustOptions"/>.</summary>
internal static class TrustOptionsReader
{
    private const string Keys = "ARGUS_API_KEYS";
    private const string Origins = "ARGUS_CORS_ORIGINS";
    private const string Proxies = "ARGUS_TRUSTED_PROXIES";

    private static readonly TrustOptions Standard = new();

    /// <summary>Reads them; what is wrong is added to the reader's errors.</summary>
    public static TrustOptions Read(EnvironmentReader env)
    {
        var options = new TrustOptions
        {
            ApiKeys = Folder(env),
            Tokens = TokenOptionsReader.Read(env),
            Disabled = Flag(env, "AUTH_DISABLED") || Flag(env, "TEST_MODE"),
            Defaults = Limits(env),
            MaxInFlight = (int)env.Number("ARGUS_MAX_IN_FLIGHT", Standard.MaxInFlight, 1, 1_000_000),
            FailuresPerMinute = (int)env.Number("ARGUS_FAILURES_PER_MINUTE", Standard.FailuresPerMinute, 1, 1_000_000),
            CorsOrigins = OriginsOf(env),
            Proxies = ProxiesOf(env),
            AccessLog = env.Choice("ARGUS_ACCESS_LOG", Standard.AccessLog, ("json", true), ("off", false)),
        };
        bool asks = env.Text(Keys, "").Length > 0 || env.Text(TokenOptionsReader.Keys, "").Length > 0;
        if (!asks && !options.Disabled)
            env.Fail($"Who may call is not said. Set {Keys} to a folder of keys (`argus key create` makes them), or {TokenOptionsReader.Keys} with {TokenOptionsReader.Issuer} and {TokenOptionsReader.Audience}; AUTH_DISABLED=true lets everybody in.");
        if (asks && options.Disabled)
            env.Fail($"AUTH_DISABLED (or TEST_MODE) is true, which lets everybody in, but {Keys} or {TokenOptionsReader.Keys} is set too: take one of them away.");
        return options;
    }

    private static string? Folder(EnvironmentReader env)
    {
        string folder = env.Text(Keys, "");
        if (folder.Length == 0)
            return null;
        if (!Directory.Exists(folder))
            env.Fail($"{Keys} must be a folder with a file for each owner of a key; {folder} is none.");
        return folder;
    }

    private static bool Flag(EnvironmentReader env, string name) => env.Choice(name, false, ("true", true), ("1", true), ("yes", true), ("false", false), ("0", false), ("no", false));

    private static LimitSettings Limits(EnvironmentReader env)
    {
        const string rate = "ARGUS_REQUESTS_PER_SECOND";
        double? perSecond = null;
        if (env.Text(rate, "") is { Length: > 0 } text)
        {
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is >= 0.001 and <= 1e6)
                perSecond = value;
            else
                env.Fail($"{rate} must be a number from 0.001 to 1000000, not '{text}'.");
        }

        var limits = new LimitSettings(perSecond, Whole(env, "ARGUS_BURST"), Whole(env, "ARGUS_CONCURRENCY"));
        if (limits is { Burst: not null, RequestsPerSecond: null })
            env.Fail($"ARGUS_BURST needs {rate}.");
        return limits;
    }

    private static int? Whole(EnvironmentReader env, string name) => env.Text(name, "").Length == 0 ? null : (int)env.Number(name, 1, 1, 1_000_000);

    private static ImmutableArray<string> OriginsOf(EnvironmentReader env)
    {
        var origins = env.List(Origins, ',');
        foreach (string origin in origins.Where(o => !CrossOrigin.IsOrigin(o)))
            env.Fail($"{Origins} must hold origins such as https://example.org, without a path, or only *; not '{origin}'.");
        if (origins.Length > 1 && origins.Contains(CrossOrigin.Any))
            env.Fail($"{Origins} holds * and others: * alone allows all.");
        return origins;
    }

    private static ImmutableArray<IPNetwork> ProxiesOf(EnvironmentReader env)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (string text in env.List(Proxies, ','))
        {
            if (TrustedProxies.Read(text) is { } network)
                networks.Add(network);
            else
                env.Fail($"Each of {Proxies} must be {TrustedProxies.Form}, and never all addresses; not '{text}'.");
        }

        return networks.ToImmutable();
    }
}
