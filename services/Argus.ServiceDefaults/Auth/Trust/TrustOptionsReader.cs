using Argus.ServiceDefaults.Auth.Tokens;
using Argus.ServiceDefaults.Configuration;

namespace Argus.ServiceDefaults.Auth.Trust;

/// <summary>From environment names, those of the gateway, to <see cref="TrustOptions"/>.</summary>
public static class TrustOptionsReader
{
    private const string Way = "ARGUS_AUTH";

    /// <summary>Reads them; what is wrong is added to the reader's errors.</summary>
    /// <param name="env">The environment.</param>
    /// <param name="isAsked">Whether this process answers more than probes: without that nobody need be let in.</param>
    public static TrustOptions Read(EnvironmentReader env, bool isAsked)
    {
        var tokens = TokenOptionsReader.Read(env);
        bool disabled = Flag(env, "AUTH_DISABLED") || Flag(env, "TEST_MODE");
        bool gateway = env.Choice(Way, false, ("gateway", true), ("tokens", false));
        int ways = (tokens is null ? 0 : 1) + (disabled ? 1 : 0) + (gateway ? 1 : 0);
        if (ways > 1)
            env.Fail($"Only one can say who may call: {TokenOptionsReader.Keys} takes tokens, {Way}=gateway leaves it to the gateway, AUTH_DISABLED (or TEST_MODE) lets everybody in. Take the others away.");
        if (ways == 0 && isAsked)
            env.Fail($"Who may call is not said. Set {TokenOptionsReader.Keys} with {TokenOptionsReader.Issuer} and {TokenOptionsReader.Audience}; or {Way}=gateway behind a gateway that asks, where nobody else can reach this port; AUTH_DISABLED=true lets everybody in.");
        return new TrustOptions { Kind = disabled ? TrustKind.Disabled : gateway ? TrustKind.Gateway : TrustKind.Tokens, Tokens = tokens };
    }

    private static bool Flag(EnvironmentReader env, string name) => env.Choice(name, false, ("true", true), ("1", true), ("yes", true), ("false", false), ("0", false), ("no", false));
}
