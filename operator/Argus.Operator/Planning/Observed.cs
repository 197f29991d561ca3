using System.Collections.Immutable;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>Everything around a ModelDeployment that its plan depends on, from one moment.</summary>
internal sealed record Observed
{
    /// <summary>The packs that it names, those that are there.</summary>
    public ImmutableArray<ModelPack> Packs { get; init; } = [];

    /// <summary>Objects that belong to it, and objects of others that have a name which a child of it would get.</summary>
    public ImmutableArray<Child> Children { get; init; } = [];

    /// <summary>Its pods.</summary>
    public ImmutableArray<PodFacts> Pods { get; init; } = [];

    /// <summary>Whether KEDA's kinds are installed.</summary>
    public bool HasKeda { get; init; }

    /// <summary>Why the API server would not have what was planned; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>A pack by its name.</summary>
    public ModelPack? Pack(string? name) => name is null ? null : Packs.FirstOrDefault(p => p.Metadata.Name == name);
}
