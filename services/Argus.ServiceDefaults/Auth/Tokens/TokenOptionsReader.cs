using Argus.ServiceDefaults.Configuration;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>From environment names to <see cref="TokenOptions"/>.</summary>
public static class TokenOptionsReader
{
    /// <summary>Names the file of keys.</summary>
    public const string Keys = "ARGUS_JWT_KEYS";

    /// <summary>Names the issuer.</summary>
    public const string Issuer = "ARGUS_JWT_ISSUER";

    /// <summary>Names the audience.</summary>
    public const string Audience = "ARGUS_JWT_AUDIENCE";

    /// <summary>Reads them; what is wrong is added to the reader's errors.</summary>
    /// <returns>Null where no keys are named.</returns>
    public static TokenOptions? Read(EnvironmentReader env)
    {
        string path = env.Text(Keys, ""), issuer = env.Text(Issuer, ""), audience = env.Text(Audience, "");
        if (path.Length == 0)
        {
            if (issuer.Length + audience.Length > 0)
                env.Fail($"{Issuer} and {Audience} are of use only with {Keys}, the file of keys that tokens are signed by.");
            return null;
        }

        if (issuer.Length == 0 || audience.Length == 0)
            env.Fail($"{Keys} needs {Issuer} and {Audience}: a token for somebody else must not open this door.");
        string? trouble = TokenStore.TryReadFile(path, out byte[] json) ?? JwksReader.Read(json, out _, out _);
        if (trouble is not null)
            env.Fail($"{Keys} must be a file with a JSON Web Key Set. {path}: {trouble}");
        return new TokenOptions(path, issuer, audience);
    }
}
