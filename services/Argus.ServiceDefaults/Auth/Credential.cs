using Microsoft.AspNetCore.Http;

namespace Argus.ServiceDefaults.Auth;

/// <summary>What a caller shows: a key or a token. Only from headers: addresses with their queries end in logs and histories.</summary>
public static class Credential
{
    /// <summary>Header for keys; where it is given, <c>Authorization</c> is not looked at.</summary>
    public const string KeyHeader = "X-API-Key";

    private const string Scheme = "Bearer ";

    /// <summary>Finds it; empty where there is none.</summary>
    public static ReadOnlySpan<char> Find(IHeaderDictionary headers)
    {
        // Of several values none is better than the others.
        if (headers.TryGetValue(KeyHeader, out var keys))
            return keys.Count == 1 ? keys[0].AsSpan().Trim() : default;
        var authorization = headers.Authorization;
        var text = authorization.Count == 1 ? authorization[0].AsSpan().Trim() : default;
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : default;
    }
}
