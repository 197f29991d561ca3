using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>Kinds that a cluster serves, asked for once each.</summary>
internal sealed class ServedKinds(KubernetesClient client)
{
    private readonly Dictionary<string, JsonArray> _known = [];

    /// <summary>A kind, or null where it is not served.</summary>
    public async Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancel)
    {
        if (!_known.TryGetValue(apiVersion, out var resources))
            _known[apiVersion] = resources = await ReadAsync(apiVersion, cancel);
        string[] parts = apiVersion.Split('/');
        var (group, version) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        return resources
            .Where(r => (string?)r!["kind"] == kind && ((string?)r["name"])?.Contains('/', StringComparison.Ordinal) == false)
            .Select(r => new ResourceType(group, version, kind, (string)r!["name"]!, (bool)r["namespaced"]!))
            .FirstOrDefault();
    }

    private async Task<JsonArray> ReadAsync(string apiVersion, CancellationToken cancel)
    {
        try
        {
            byte[] list = await client.GetAsync(apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}", cancel);
            return JsonNode.Parse(list)?["resources"] as JsonArray ?? [];
        }
        catch (KubernetesException e) when (e.Code == System.Net.HttpStatusCode.NotFound)
        {
            return [];
        }
    }
}
