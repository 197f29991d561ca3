using System.Collections.Immutable;
using System.Text.Json;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>What a token says, as far as it matters here.</summary>
/// <param name="Subject">Claim <c>sub</c>.</param>
/// <param name="Expires">Claim <c>exp</c>.</param>
/// <param name="NotBefore">Claim <c>nbf</c>.</param>
/// <param name="Permissions">From <c>scope</c> or <c>scp</c>, and <c>argus_deployments</c>.</param>
public sealed record TokenClaims(string Subject, DateTimeOffset Expires, DateTimeOffset? NotBefore, Permissions Permissions)
{
    private const string ScopePrefix = "argus:";
    private const int LongestSubject = 200;
    private const long LastSecond = 253_370_764_800;

    /// <summary>Reads the payload of a token whose signature is good.</summary>
    /// <param name="payload">JSON.</param>
    /// <param name="claims">What it says; null where it cannot be used.</param>
    /// <returns>Why it cannot be used; null where it can.</returns>
    public static string? Read(ReadOnlyMemory<byte> payload, out TokenClaims? claims)
    {
        claims = null;
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        var root = document.RootElement;
        if (!root.TryGetProperty("sub", out var sub) || sub.ValueKind != JsonValueKind.String || sub.GetString() is not { Length: > 0 and <= LongestSubject } subject)
            return $"The token needs a claim sub of at most {LongestSubject} characters.";
        if (Moment(root, "exp") is not { } expires)
            return "The token needs a claim exp: one that never ends is not taken.";
        var notBefore = Moment(root, "nbf");
        if (notBefore is null && root.TryGetProperty("nbf", out _))
            return "The token's claim nbf is no moment.";
        var paths = Words(root, root.TryGetProperty("scope", out _) ? "scope" : "scp")
            .Where(w => w.StartsWith(ScopePrefix, StringComparison.Ordinal))
            .Select(w => PathRule.TryParse(w[ScopePrefix.Length..], out var rule) ? rule : (PathRule?)null)
            .OfType<PathRule>();
        // A rule that cannot be read opens nothing; that all are missing opens all.
        ImmutableArray<DeploymentRule>? deployments = root.TryGetProperty("argus_deployments", out _)
            ? [.. Words(root, "argus_deployments").Select(w => DeploymentRule.TryParse(w, out var rule) ? rule : (DeploymentRule?)null).OfType<DeploymentRule>()]
            : null;
        claims = new TokenClaims(subject, expires, notBefore, Permissions.Of([.. paths], deployments));
        return null;
    }

    private static DateTimeOffset? Moment(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    // Providers differ: one text with spaces, or a list.
    private static string[] Words(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array => value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToArray(),
            _ => [],
        };
    }
}
