using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Defaults of pods that depend on other fields.</summary>
internal static class PodDefaults
{
    private static readonly string[] ContainerLists = ["initContainers", "containers"];

    /// <summary>Only for pods themselves; a template keeps what it was given.</summary>
    public static void Pod(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec)
            return;
        spec.TryAdd("enableServiceLinks", true);
        foreach (JsonObject container in Containers(spec))
        {
            if (container["resources"] is not JsonObject resources || resources["limits"] is not JsonObject { Count: > 0 } limits)
                continue;
            if (resources["requests"] is not JsonObject requests)
                resources["requests"] = requests = [];
            foreach ((string name, JsonNode? limit) in limits)
                requests.TryAdd(name, limit?.DeepClone());
        }
    }

    /// <summary>An image without a tag, or tagged latest, is pulled every time.</summary>
    public static void Container(JsonObject container)
    {
        if (container.Text("image") is not { Length: > 0 } image || container.ContainsKey("imagePullPolicy"))
            return;
        string name = image.Split('@')[0];
        int colon = name.LastIndexOf(':');
        bool tagged = colon > name.LastIndexOf('/');
        bool latest = tagged ? name[(colon + 1)..] == "latest" : !image.Contains('@', StringComparison.Ordinal);
        container["imagePullPolicy"] = latest ? "Always" : "IfNotPresent";
    }

    public static void Volume(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name"))
            volume["emptyDir"] = new JsonObject();
    }

    public static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        ContainerLists.SelectMany(name => (spec[name] as JsonArray)?.OfType<JsonObject>() ?? []);
}
