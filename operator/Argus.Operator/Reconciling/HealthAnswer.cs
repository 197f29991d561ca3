using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>Reads what a model server answers.</summary>
internal static partial class HealthAnswer
{
    /// <summary>The answer of <c>GET /health</c>; null where it is none of a model server.</summary>
    public static HealthReport? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "status") is not { } status)
                return null;
            var accelerator = root.TryGetProperty("accelerator", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            return new HealthReport(status)
            {
                Digest = Text(root, "model_digest"),
                Providers = root.TryGetProperty("onnx_providers", out var providers) && providers.ValueKind == JsonValueKind.Array
                    ? [.. providers.EnumerateArray().Select(p => p.ToString())]
                    : [],
                Requested = Text(accelerator, "requested"),
                Actual = Text(accelerator, "actual"),
                FallbackNodes = accelerator.ValueKind == JsonValueKind.Object && accelerator.TryGetProperty("fallback_nodes", out var nodes) && nodes.TryGetInt32(out int count) ? count : 0,
                ClassesDigest = root.TryGetProperty("classes", out var classes) ? Text(classes, "digest") : null,
                Reason = Text(root, "reason"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or values of other types and text of no encoding where a server of ours has its own.
            return null;
        }
    }

    /// <summary>Requests and those that failed by the server's fault, from its metrics page. Probes do not count, and neither does a refusal because it is full.</summary>
    public static (long Requests, long Failures) Count(string metrics)
    {
        long requests = 0, failures = 0;
        foreach (Match line in RequestCount().Matches(metrics))
        {
            string labels = line.Groups[1].Value;
            if (Route().Match(labels).Groups[1].Value is var route && (route.StartsWith("/health", StringComparison.Ordinal) || route is "/metrics" or ""))
                continue;
            if (!double.TryParse(line.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out double count))
                continue;
            requests += (long)count;
            if (Code().Match(labels).Groups[1].Value is ['5', ..] and not "503")
                failures += (long)count;
        }

        return (requests, failures);
    }

    private static string? Text(JsonElement map, string name) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^http_server_request_duration_seconds_count\{([^}]*)\} (\S+)", RegexOptions.Multiline)]
    private static partial Regex RequestCount();

    [GeneratedRegex("http_route=\"([^\"]*)\"")]
    private static partial Regex Route();

    [GeneratedRegex("http_response_status_code=\"([^\"]*)\"")]
    private static partial Regex Code();
}
