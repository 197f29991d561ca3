using System.Security.Cryptography;
using System.Text;

namespace Argus.LocalCluster.Access;

/// <summary>Tells callers by their bearer token. There is one token; its bearer is a cluster administrator and may speak as anyone else.</summary>
internal sealed class Authenticator(string token)
{
    private readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Null for a token that is not known.</summary>
    public Caller? Identify(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Caller.Anonymous;
        return Knows(header[7..].Trim()) ? Impersonated(request) ?? Caller.Admin : null;
    }

    /// <summary>True for the token, in a time that does not depend on how much of it is right.</summary>
    public bool Knows(string candidate) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)), _token);

    private static Caller? Impersonated(HttpRequest request)
    {
        string user = request.Headers["Impersonate-User"].ToString();
        if (user.Length == 0)
            return null;
        var groups = request.Headers["Impersonate-Group"].Where(g => !string.IsNullOrEmpty(g)).Select(g => g!).ToList();
        if (ServiceAccountNamespace(user) is { } ns)
            groups.AddRange(["system:serviceaccounts", $"system:serviceaccounts:{ns}"]);
        groups.Add("system:authenticated");
        return new Caller(user, user, groups);
    }

    private static string? ServiceAccountNamespace(string user) =>
        user.Split(':') is ["system", "serviceaccount", var ns, _] ? ns : null;
}
