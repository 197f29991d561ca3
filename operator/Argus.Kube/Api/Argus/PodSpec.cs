using System.Text.Json;

namespace Argus.Kube.Api.Argus;

/// <summary>What pods get beside what the operator sets; the parts that only a pod reads are kept as they are.</summary>
public sealed record PodSpec
{
    public string? Image { get; init; }

    public JsonElement? ImagePullSecrets { get; init; }

    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    public JsonElement? Tolerations { get; init; }

    public JsonElement? Affinity { get; init; }

    public PodResources? Resources { get; init; }

    public IReadOnlyList<PodEnv>? Env { get; init; }

    public string? ServiceAccountName { get; init; }

    public string? PriorityClassName { get; init; }

    public string? RuntimeClassName { get; init; }
}

/// <summary>Resources of the container, as quantities.</summary>
public sealed record PodResources
{
    public IReadOnlyDictionary<string, JsonElement>? Limits { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Requests { get; init; }
}

/// <summary>One variable of the environment.</summary>
public sealed record PodEnv
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string? Value { get; init; }

    public JsonElement? ValueFrom { get; init; }
}
