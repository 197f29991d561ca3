using System.Text.Json.Nodes;
using Argus.LocalCluster.Access;
using Argus.LocalCluster.Definitions;

namespace Argus.LocalCluster.Discovery;

/// <summary>What a catalog looks like to those who ask what there is.</summary>
internal sealed class DiscoveryDocuments
{
    private static readonly string[] BuiltInVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] ChangeVerbs = ["get", "patch", "update"];

    // As the real server lists them: what most ask for comes first. Groups of definitions follow.
    private static readonly string[] Order =
    [
        "", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "networking.k8s.io", "policy",
        "rbac.authorization.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "coordination.k8s.io", "discovery.k8s.io",
    ];

    private readonly List<(string Group, string Version, bool Custom, List<DiscoveredResource> Resources)> _versions = [];

    public DiscoveryDocuments(ApiCatalog catalog)
    {
        foreach (var resource in catalog.Resources)
            ListOf(resource.Group, resource.Version, resource.Custom).AddRange(Discovered(resource));
        foreach (var (group, plural, kind, namespaced) in ReviewHandler.Kinds)
            ListOf(group, "v1", false).Add(new DiscoveredResource(plural, kind.ToLowerInvariant(), namespaced, kind, ["create"]));
        _versions = [.. _versions.OrderBy(v => (uint)Array.IndexOf(Order, v.Group))];
        foreach (var (_, _, custom, resources) in _versions)
            if (!custom)
                resources.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        Aggregated = Aggregate(core: false);
        AggregatedCore = Aggregate(core: true);
    }

    /// <summary>/apis for those who know aggregated discovery.</summary>
    public JsonObject Aggregated { get; }

    /// <summary>/api for those who know aggregated discovery.</summary>
    public JsonObject AggregatedCore { get; }

    /// <summary>Groups in the order of /apis, without the core group.</summary>
    public IEnumerable<string> Groups => _versions.Select(v => v.Group).Where(g => g.Length > 0).Distinct();

    /// <summary>True for a group that no definition brought.</summary>
    public bool IsBuiltIn(string group) => _versions.Any(v => v.Group == group && !v.Custom);

    /// <summary>Group and version of all that is served.</summary>
    public IEnumerable<(string Group, string Version)> Versions => _versions.Select(v => (v.Group, v.Version));

    public JsonObject GroupList() => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups.Select(g => (JsonNode)GroupBody(g))]) };

    /// <summary>The document of one group, or null.</summary>
    public JsonObject? Group(string name)
    {
        if (!Groups.Contains(name))
            return null;
        var group = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (key, value) in GroupBody(name))
            group[key] = value?.DeepClone();
        return group;
    }

    /// <summary>The resources of one version of a group, or null.</summary>
    public JsonObject? ResourceList(string group, string version)
    {
        var found = _versions.FirstOrDefault(v => v.Group == group && v.Version == version);
        if (found.Resources is null)
            return null;
        // As recorded: only the core group's list leaves out the version of the list itself.
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
            list["apiVersion"] = "v1";
        list["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        list["resources"] = new JsonArray([.. found.Resources.Select(r => (JsonNode)r.ToListItem())]);
        return list;
    }

    private List<DiscoveredResource> ListOf(string group, string version, bool custom)
    {
        foreach (var known in _versions)
            if (known.Group == group && known.Version == version)
                return known.Resources;
        var resources = new List<DiscoveredResource>();
        _versions.Add((group, version, custom, resources));
        return resources;
    }

    private static IEnumerable<DiscoveredResource> Discovered(ApiResource resource)
    {
        var verbs = resource.Custom ? CustomVerbs : resource.Rules.NoDeleteCollection ? [.. BuiltInVerbs.Where(v => v != "deletecollection")] : BuiltInVerbs;
        yield return new DiscoveredResource(resource.Plural, resource.Singular, resource.Namespaced, resource.Kind, verbs)
        {
            ShortNames = resource.ShortNames,
            Categories = resource.Categories,
            StoredAs = $"{resource.StorageGroup}/{resource.StorageVersion}/{resource.Kind}",
        };
        if (resource.HasStatus)
            yield return new DiscoveredResource(resource.Plural + "/status", "", resource.Namespaced, resource.Kind, ChangeVerbs);
        if (resource.Scale is not null)
            yield return new DiscoveredResource(resource.Plural + "/scale", "", resource.Namespaced, "Scale", ChangeVerbs) { Body = ("autoscaling", "v1") };
        if (resource is { Group: "", Plural: "namespaces" })
            yield return new DiscoveredResource("namespaces/finalize", "", false, "Namespace", ["update"]);
        if (resource is not { Group: "", Plural: "pods" })
            yield break;
        yield return new DiscoveredResource("pods/binding", "", true, "Binding", ["create"]);
        yield return new DiscoveredResource("pods/eviction", "", true, "Eviction", ["create"]) { Body = ("policy", "v1") };
        yield return new DiscoveredResource("pods/log", "", true, "Pod", ["get"]);
    }

    private JsonObject GroupBody(string name)
    {
        JsonObject Version((string Group, string Version, bool, List<DiscoveredResource>) v) => new() { ["groupVersion"] = $"{v.Group}/{v.Version}", ["version"] = v.Version };
        var versions = _versions.Where(v => v.Group == name).ToArray();
        return new JsonObject
        {
            ["name"] = name,
            ["versions"] = new JsonArray([.. versions.Select(v => (JsonNode)Version(v))]),
            ["preferredVersion"] = Version(versions[0]),
        };
    }

    private JsonObject Aggregate(bool core)
    {
        var items = new JsonArray();
        foreach (var group in _versions.Where(v => v.Group.Length == 0 == core).GroupBy(v => v.Group))
            items.Add(new JsonObject
            {
                ["metadata"] = core ? new JsonObject() : new JsonObject { ["name"] = group.Key },
                ["versions"] = new JsonArray([.. group.Select(v => (JsonNode)new JsonObject
                {
                    ["version"] = v.Version,
                    ["resources"] = new JsonArray([.. Resources(v.Resources, v.Custom ? (v.Group, v.Version) : ("", ""))]),
                    ["freshness"] = "Current",
                })]),
            });
        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2", ["metadata"] = new JsonObject(), ["items"] = items };
    }

    private static IEnumerable<JsonNode> Resources(List<DiscoveredResource> resources, (string, string) responseKind) =>
        resources.Where(r => !r.IsSubresource).Select(r => r.ToDiscovery(
            responseKind, resources.Where(s => s.Name.StartsWith(r.Name + "/", StringComparison.Ordinal)).Select(s => s.ToDiscovery(responseKind, []))));
}
