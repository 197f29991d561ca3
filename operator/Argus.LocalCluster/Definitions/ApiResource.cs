using Argus.Kube.Api;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Definitions;

/// <summary>One kind in one version, as it is served.</summary>
internal sealed record ApiResource
{
    public required ResourceType Type { get; init; }

    public required string Singular { get; init; }

    public required string ListKind { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>True for kinds that a CustomResourceDefinition brought.</summary>
    public bool Custom { get; init; }

    /// <summary>True while the definition of a custom resource goes away: nothing may be created.</summary>
    public bool Terminating { get; init; }

    public bool HasStatus { get; init; }

    /// <summary>The scale subresource, or null.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary>Version whose form is stored.</summary>
    public required string StorageVersion { get; init; }

    /// <summary>The group under which objects are stored, where one kind is served in two groups.</summary>
    public required string StorageGroup { get; init; }

    /// <summary>Labels of field selectors, with the path of each in the object, besides metadata.name and metadata.namespace.</summary>
    public IReadOnlyDictionary<string, string> Selectable { get; init; } = new Dictionary<string, string>();

    public required TableLayout Table { get; init; }

    public required StructuralSchema Schema { get; init; }

    /// <summary>How this kind differs from the plain case.</summary>
    public KindRules Rules { get; init; } = KindRules.Plain;

    public string Group => Type.Group;

    public string Version => Type.Version;

    public string Kind => Type.Kind;

    public string Plural => Type.Plural;

    public bool Namespaced => Type.Namespaced;

    public string ApiVersion => Type.ApiVersion;

    /// <summary><c>deployments.apps</c>, or <c>pods</c> in the core group.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Key under which objects are stored.</summary>
    public string StorageKey { get; private init; } = "";

    /// <summary>With <see cref="StorageKey"/> filled in.</summary>
    public ApiResource Sealed() => this with { StorageKey = $"{StorageGroup}/{Plural}" };
}
