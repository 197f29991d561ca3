using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>Compares the children that are wanted with those that are there.</summary>
/// <param name="Uid">Of the owner: what does not belong to it is never touched.</param>
/// <param name="There">What is there.</param>
internal sealed record WantedChildren(string? Uid, IReadOnlyCollection<Child> There)
{
    private readonly Dictionary<(ResourceType, string), Child> _there = There.ToDictionary(c => (c.Type, c.Metadata.Name ?? ""));

    /// <summary>Objects of others that have the name of a wanted child.</summary>
    public IReadOnlyList<Child> Foreign(IEnumerable<JsonObject> wanted) =>
        [.. wanted.Select(w => Find(w)).OfType<Child>().Where(c => !c.IsOwnedBy(Uid)).OrderBy(c => c.Reference, StringComparer.Ordinal)];

    /// <summary>What must be written, in the order of <paramref name="wanted"/>.</summary>
    public IEnumerable<PlannedApply> Applies(IEnumerable<JsonObject> wanted)
    {
        foreach (var body in wanted)
        {
            var there = Find(body);
            // A child on its way out is waited for: what is written to it goes with it.
            if (there?.Metadata.DeletionTimestamp is not null)
                continue;
            var why = there is null ? ["it is not there"] : Difference.Of(body, there);
            if (why.Count > 0)
                yield return new PlannedApply(TypeOf(body), NameOf(body), body, why, IsNew: there is null);
        }
    }

    /// <summary>What belongs to us and is neither wanted nor needed.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="needed">Names of ConfigMaps that pods mount.</param>
    public IEnumerable<PlannedDelete> Deletes(IEnumerable<JsonObject> wanted, IReadOnlySet<string> needed) => Deletes(wanted, needed, "it is no longer wanted");

    /// <summary>All that belongs to us, because it cannot become a whole.</summary>
    /// <param name="why">Why it cannot.</param>
    public IEnumerable<PlannedDelete> TakeBack(string why) => Deletes([], ImmutableHashSet<string>.Empty, why);

    /// <summary>Marks an object with a hash of itself.</summary>
    public static JsonObject Stamp(JsonObject body)
    {
        body["metadata"]!["annotations"] = new JsonObject { [Names.Content] = Json.Hash(body) };
        return body;
    }

    private IEnumerable<PlannedDelete> Deletes(IEnumerable<JsonObject> wanted, IReadOnlySet<string> needed, string why)
    {
        var kept = wanted.Select(w => (TypeOf(w), NameOf(w))).ToHashSet();
        return There
            .Where(c => c.IsOwnedBy(Uid) && c.Metadata.DeletionTimestamp is null && !kept.Contains((c.Type, c.Metadata.Name ?? "")))
            .Where(c => c.Type != Kinds.ConfigMap || !needed.Contains(c.Metadata.Name ?? ""))
            .OrderBy(c => c.Reference, StringComparer.Ordinal)
            .Select(c => new PlannedDelete(c.Type, c.Metadata.Name!, c.Metadata.Uid, why));
    }

    private Child? Find(JsonObject body) => _there.GetValueOrDefault((TypeOf(body), NameOf(body)));

    private static ResourceType TypeOf(JsonObject body)
    {
        string kind = body["kind"]!.GetValue<string>();
        return kind == Kinds.CronJob.Kind ? Kinds.CronJob : Kinds.All.First(k => k.Kind == kind);
    }

    private static string NameOf(JsonObject body) => body["metadata"]!["name"]!.GetValue<string>();
}
