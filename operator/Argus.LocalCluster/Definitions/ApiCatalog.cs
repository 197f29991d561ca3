using System.Collections.Frozen;

namespace Argus.LocalCluster.Definitions;

/// <summary>All kinds served at one moment.</summary>
internal sealed class ApiCatalog
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ApiResource> _byPath;
    private readonly FrozenSet<string> _groupVersions;

    public ApiCatalog(IReadOnlyList<ApiResource> resources)
    {
        Resources = resources;
        _byPath = resources.ToFrozenDictionary(r => (r.Group, r.Version, r.Plural));
        _groupVersions = resources.Select(r => r.ApiVersion).ToFrozenSet();
        CustomGroups = resources.Where(r => r.Custom).Select(r => r.Group).ToFrozenSet();
    }

    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>Groups that exist through CustomResourceDefinitions.</summary>
    public FrozenSet<string> CustomGroups { get; }

    public ApiResource? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>By the names in an ownerReference or a manifest.</summary>
    public ApiResource? FindKind(string apiVersion, string kind) => Resources.FirstOrDefault(r => r.Kind == kind && r.ApiVersion == apiVersion);

    /// <summary>The kind that stores under a key, in the version that is stored.</summary>
    public ApiResource? FindStored(string storageKey) =>
        Resources.FirstOrDefault(r => r.StorageKey == storageKey && r.Group == r.StorageGroup && r.Version == r.StorageVersion);

    public bool Serves(string apiVersion) => _groupVersions.Contains(apiVersion);

    /// <summary>Each stored kind once.</summary>
    public IEnumerable<ApiResource> Stored => Resources.Where(r => r.Group == r.StorageGroup && r.Version == r.StorageVersion);
}
