using System.Globalization;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>Fields of a pod that its containers may see.</summary>
internal sealed class DownwardFields(V1Pod pod, string address, string hostAddress, IReadOnlyDictionary<string, ResourceQuantity> allocatable)
{
    /// <summary>A field such as <c>metadata.labels['app']</c>; all labels or annotations as lines.</summary>
    /// <exception cref="ConfigException">There is no such field.</exception>
    public string Field(string path) => path switch
    {
        "metadata.name" => pod.Metadata.Name ?? "",
        "metadata.namespace" => pod.Metadata.Namespace ?? "",
        "metadata.uid" => pod.Metadata.Uid ?? "",
        "metadata.labels" => Lines(pod.Metadata.Labels),
        "metadata.annotations" => Lines(pod.Metadata.Annotations),
        "spec.nodeName" => pod.Spec?.NodeName ?? "",
        "spec.serviceAccountName" => pod.Spec?.ServiceAccountName ?? "default",
        "status.podIP" or "status.podIPs" => address,
        "status.hostIP" or "status.hostIPs" => hostAddress,
        _ => Subscript(path, "metadata.labels", pod.Metadata.Labels)
            ?? Subscript(path, "metadata.annotations", pod.Metadata.Annotations)
            ?? throw new ConfigException($"unsupported fieldPath: {path}"),
    };

    /// <summary>A request or limit in units of the divisor, rounded up; without one, what the node has.</summary>
    /// <exception cref="ConfigException">There is no such container or resource.</exception>
    public string Resource(V1ResourceFieldSelector selector, V1Container own)
    {
        var container = selector.ContainerName is not { Length: > 0 } name || name == own.Name
            ? own
            : pod.Spec?.Containers?.FirstOrDefault(other => other.Name == name) ?? throw new ConfigException($"container \"{name}\" not found");
        string[] parts = selector.Resource.Split('.', 2);
        var amounts = parts[0] switch
        {
            "limits" => container.Resources?.Limits,
            "requests" => container.Resources?.Requests,
            _ => throw new ConfigException($"unsupported container resource: {selector.Resource}"),
        };
        if (parts.Length != 2)
            throw new ConfigException($"unsupported container resource: {selector.Resource}");
        ResourceQuantity amount = default;
        if (amounts?.TryGetValue(parts[1], out amount) != true && parts[0] == "limits")
            allocatable.TryGetValue(parts[1], out amount);
        decimal divisor = selector.Divisor is { Value: > 0 } given ? given.Value : 1;
        return Math.Ceiling(amount.Value / divisor).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Subscript(string path, string prefix, IReadOnlyDictionary<string, string>? values) =>
        path.StartsWith(prefix + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal)
            ? values?.GetValueOrDefault(path[(prefix.Length + 2)..^2]) ?? ""
            : null;

    private static string Lines(IReadOnlyDictionary<string, string>? values) =>
        string.Concat((values ?? new Dictionary<string, string>())
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}=\"{pair.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n"));
}
