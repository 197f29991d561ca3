using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Finds the objects that were there before a story began, and makes them.</summary>
internal static class Seeding
{
    private static readonly Lazy<RecordedObjects> Earlier = new(RecordedObjects.OfKubectl);
    private static readonly string[] Skipped = ["kube-root-ca.crt", "openshift-service-ca.crt", "extension-apiserver-authentication"];

    /// <summary>Objects of a story that it did not make itself, oldest first; then those of which only the deletion is told.</summary>
    public static IEnumerable<JsonObject> Find(RecordedStory story)
    {
        var known = Shown(story).ToList();
        var owners = known.SelectMany(Owners).Where(owner => !known.Any(k => k["metadata"]!["uid"]!.ToString() == owner["metadata"]!["uid"]!.ToString())).DistinctBy(owner => owner["metadata"]!["uid"]!.ToString());
        return [.. owners.Where(_ => story.Name.StartsWith("kubectl/", StringComparison.Ordinal)), .. known, .. Deleted(story).Where(d => !known.Any(k => k["metadata"]!["uid"]!.ToString() == d["metadata"]!["uid"]!.ToString()))];
    }

    // Whose owner is not there is garbage: owners that no story tells of are there in name.
    private static IEnumerable<JsonObject> Owners(JsonObject o) => (o["metadata"]!["ownerReferences"] as JsonArray ?? []).Select(r => new JsonObject
    {
        ["apiVersion"] = r!["apiVersion"]!.DeepClone(),
        ["kind"] = r["kind"]!.DeepClone(),
        ["metadata"] = new JsonObject
        {
            ["name"] = r["name"]!.DeepClone(),
            ["namespace"] = o["metadata"]!["namespace"]?.DeepClone(),
            ["uid"] = r["uid"]!.DeepClone(),
            ["resourceVersion"] = "0",
            ["creationTimestamp"] = o["metadata"]!["creationTimestamp"]!.DeepClone(),
        },
    });

    /// <summary>A recorded object as it lay in the store before its story: with its uid, generation and owners of fields, but not yet on its way out.</summary>
    public static JsonObject AsStored(JsonObject seed)
    {
        var metadata = seed["metadata"]!.AsObject();
        metadata["resourceVersion"] = "0";
        // A deletion that is told of was asked for within the story, which counts as a change.
        if (metadata.Remove("deletionTimestamp") && metadata["generation"] is { } generation)
            metadata["generation"] = (long)generation - 1;
        metadata.Remove("deletionGracePeriodSeconds");
        // What the items of a list leave out comes first in the store.
        var stored = new JsonObject { ["kind"] = seed["kind"]!.DeepClone(), ["apiVersion"] = seed["apiVersion"]!.DeepClone() };
        foreach (var (name, value) in seed)
            stored[name] ??= value?.DeepClone();
        return stored;
    }

    private static IEnumerable<JsonObject> Deleted(RecordedStory story)
    {
        var made = story.Steps.Where(s => s.Code == 201).Select(s => s.Answer?["metadata"]?["uid"]?.ToString()).ToHashSet();
        foreach (var step in story.Steps.Where(s => s is { Method: "DELETE", Code: 200 }))
            if (step.Answer?["details"]?["uid"]?.ToString() is { } uid && !made.Contains(uid) && step.Path.Split('/', '?') is [.., "namespaces", var ns, var plural, var name] && !story.Steps.Any(s => s is { Method: "POST", Code: 201 } && (string?)s.Answer?["metadata"]?["name"] == name))
            {
                made.Add(uid);
                if (story.Name.StartsWith("kubectl/", StringComparison.Ordinal) && Earlier.Value.Last(uid) is { } last)
                {
                    yield return last;
                    continue;
                }
                bool custom = plural == "modeldeployments";
                var o = new JsonObject
                {
                    ["apiVersion"] = custom ? "argus.dev/v1alpha1" : "v1",
                    ["kind"] = custom ? "ModelDeployment" : "ConfigMap",
                    ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["uid"] = uid, ["resourceVersion"] = "0" },
                };
                if (custom)
                    o["spec"] = new JsonObject { ["task"] = "embedding", ["model"] = new JsonObject { ["pack"] = "p" } };
                yield return o;
            }
    }

    private static IEnumerable<JsonObject> Shown(RecordedStory story)
    {
        var made = new HashSet<string>();
        var first = new Dictionary<string, JsonObject>();
        foreach (var step in story.Steps)
        {
            if (step is { Method: "POST" or "PATCH" or "PUT", Code: 201 } && step.Body is JsonObject created && created["metadata"]?["uid"] is { } uid)
                made.Add(uid.ToString());
            foreach (var o in Objects(step))
            {
                string id = o["metadata"]!["uid"]!.ToString();
                if (!made.Contains(id))
                    first.TryAdd(id, o);
            }
        }
        // What a watch tells of as new was not there before.
        var added = story.Steps.SelectMany(s => s.Events ?? []).Select(e => e!["event"]).Where(e => (string?)e!["type"] == "ADDED").Select(e => e!["object"]?["metadata"]?["uid"]?.ToString()).ToHashSet();
        if (story.Name.StartsWith("kubectl/", StringComparison.Ordinal))
            first = first.Values.Concat(Told(story)).DistinctBy(o => o["metadata"]!["uid"]!.ToString()).ToDictionary(o => o["metadata"]!["uid"]!.ToString(), o => Earlier.Value.Before(o, story) ?? o);
        return first.Values
            .Where(o => o.ContainsKey("kind"))
            .Where(o => !Skipped.Contains(o["metadata"]!["name"]!.ToString()))
            .Where(o => !made.Contains(o["metadata"]!["uid"]!.ToString()))
            .Where(o => !(added.Contains(o["metadata"]!["uid"]!.ToString()) && story.Name is "deletion/owner-references" or "watch/too-old"))
            .OrderBy(o => long.Parse(o["metadata"]!["resourceVersion"]!.ToString()));
    }

    // What runs of kubectl read in tables, where an object is told of without its kind and contents: other stories of the same cluster tell the rest.
    private static IEnumerable<JsonObject> Told(RecordedStory story) =>
        story.Steps.SelectMany(s => (s.Answer?["rows"] as JsonArray ?? []).Select(r => r!["object"])).OfType<JsonObject>()
            .Select(o => new JsonObject { ["metadata"] = o["metadata"]!.DeepClone() });

    internal static IEnumerable<JsonObject> Objects(RecordedStep step)
    {
        if (step.Body is JsonObject body)
        {
            if (body["items"] is JsonArray items)
            {
                string kind = body["kind"]?.ToString() ?? "", version = body["apiVersion"]?.ToString() ?? "";
                foreach (var item in items.OfType<JsonObject>())
                    if (item["metadata"]?["uid"] is not null && version != "meta.k8s.io/v1" && kind.EndsWith("List", StringComparison.Ordinal))
                        yield return Whole(item, kind[..^4], version);
            }
            else if (body["metadata"]?["uid"] is not null && body["kind"]?.ToString() is not ("Scale" or "PartialObjectMetadata" or "Status"))
                yield return Whole(body, "", "");
        }
        foreach (var e in step.Events ?? [])
            if (e!["event"]?["object"] is JsonObject o && o["metadata"]?["uid"] is not null && o["kind"]?.ToString() != "PartialObjectMetadata")
                yield return Whole(o, "", "");
    }

    private static JsonObject Whole(JsonObject o, string kind, string apiVersion)
    {
        var copy = o.DeepClone().AsObject();
        copy["kind"] ??= kind;
        copy["apiVersion"] ??= apiVersion;
        return copy;
    }
}
