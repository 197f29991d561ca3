using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Tests.Testing;

/// <summary>
/// Objects as an API server keeps them, as far as plans depend on it: what our manager applied, with its managed fields, over what others wrote.
/// </summary>
internal sealed class FakeCluster
{
    // Keys of lists that are merged by key; any other list is replaced whole.
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["containers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["ownerReferences"] = ["uid"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
    };

    private readonly SortedDictionary<string, Entry> _objects = new(StringComparer.Ordinal);
    private int _version;

    public int Writes { get; private set; }

    public IEnumerable<Child> Children => _objects.Values.Select(e => e.Child);

    public void Act(Plan plan)
    {
        foreach (var delete in plan.Deletes)
        {
            Assert.True(_objects.Remove(Key(delete.Type, delete.Name)), $"{delete.Type.Kind}/{delete.Name} is deleted but not there");
            Writes++;
        }

        foreach (var apply in plan.Applies)
        {
            Writes++;
            Apply(apply.Body);
        }
    }

    /// <summary>Our manager applies an object.</summary>
    public void Apply(JsonObject body)
    {
        var type = Kinds.All.Single(k => k.Kind == (string)body["kind"]!);
        string key = Key(type, (string)body["metadata"]!["name"]!);
        var others = _objects.TryGetValue(key, out var there) ? there.Others : [];
        // Forced: what we apply is ours from now on.
        Take(others, body);
        _objects[key] = Make(type, (JsonObject)body.DeepClone(), others, there?.Child.Metadata.Uid ?? $"uid-of-{key}");
    }

    /// <summary>Somebody else sets a field, and so becomes the one who owns it.</summary>
    public void Change(ResourceType type, string name, JsonNode value, params string[] path)
    {
        var entry = _objects[Key(type, name)];
        var (ours, others) = (entry.Ours, entry.Others);
        JsonObject at = others, mine = ours;
        foreach (string step in path[..^1])
        {
            at = (JsonObject)(at[step] ??= new JsonObject());
            mine = mine?[step] as JsonObject ?? [];
        }

        at[path[^1]] = value;
        mine.Remove(path[^1]);
        _objects[Key(type, name)] = Make(type, ours, others, entry.Child.Metadata.Uid!);
    }

    /// <summary>An object that is no business of ours.</summary>
    public void Add(JsonObject body)
    {
        var type = Kinds.All.Single(k => k.Kind == (string)body["kind"]!);
        string key = Key(type, (string)body["metadata"]!["name"]!);
        _objects[key] = Make(type, [], body, $"uid-of-{key}");
    }

    /// <summary>What becomes of an object when our manager applies a body to it; parts of others that are in its way go.</summary>
    public static JsonObject Applied(JsonObject body, JsonObject? there)
    {
        var applied = Over(body, []);
        if (there?["status"] is { } status)
            applied["status"] = status.DeepClone();
        return applied;
    }

    /// <summary>Whether our manager applied any of an object.</summary>
    public static bool IsOurs(JsonObject value) =>
        (value["metadata"]?["managedFields"] as JsonArray ?? []).Any(f => (string?)f!["manager"] == Names.Manager);

    private static JsonObject Over(JsonObject ours, JsonObject others)
    {
        var body = (JsonObject)others.DeepClone();
        Merge(body, ours);
        var metadata = (JsonObject)(body["metadata"] ??= new JsonObject());
        if (ours.Count > 0)
        {
            metadata["managedFields"] = new JsonArray(new JsonObject
            {
                ["manager"] = Names.Manager,
                ["operation"] = "Apply",
                ["fieldsV1"] = Fields(ours, isRoot: true),
            });
        }

        return body;
    }

    private Entry Make(ResourceType type, JsonObject ours, JsonObject others, string uid)
    {
        var body = Over(ours, others);
        var metadata = (JsonObject)body["metadata"]!;
        metadata["uid"] = uid;
        metadata["resourceVersion"] = $"{++_version}";
        var element = JsonSerializer.SerializeToElement(body);
        return new Entry(ours, others, Child.Of(type, element));
    }

    private static JsonObject Fields(JsonObject map, bool isRoot = false)
    {
        var fields = isRoot ? new JsonObject() : new JsonObject { ["."] = new JsonObject() };
        foreach (var (name, value) in map)
        {
            if (isRoot && name is "apiVersion" or "kind")
                continue;
            var kept = isRoot && name == "metadata" ? Without(value!.AsObject(), "name", "namespace") : value;
            fields[$"f:{name}"] = kept switch
            {
                JsonObject { Count: > 0 } child when name is not "selector" => Fields(child),
                JsonArray list when Keys.TryGetValue(name, out string[]? keys) => List(list, keys),
                _ => new JsonObject(),
            };
        }

        return fields;
    }

    private static JsonObject List(JsonArray list, string[] keys)
    {
        var fields = new JsonObject { ["."] = new JsonObject() };
        foreach (var item in list)
        {
            var key = new JsonObject(keys.Select(k => KeyValuePair.Create(k, item![k]?.DeepClone())));
            fields[$"k:{key.ToJsonString()}"] = Fields((JsonObject)item!);
        }

        return fields;
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (value is JsonObject child && target[name] is JsonObject there)
                Merge(there, child);
            else
                target[name] = value?.DeepClone();
        }
    }

    private static void Take(JsonObject others, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            if (value is JsonObject child && others[name] is JsonObject there)
                Take(there, child);
            else
                others.Remove(name);
        }
    }

    private static JsonObject Without(JsonObject map, params string[] names) =>
        new(map.Where(f => !names.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    private static string Key(ResourceType type, string name) => $"{type.Kind}/{name}";

    private sealed record Entry(JsonObject Ours, JsonObject Others, Child Child);
}
