using System.Text.Json.Nodes;

namespace Argus.Chart.Tests.Helm;

/// <summary>Short ways into a rendered object.</summary>
internal static class KubeObject
{
    public static string Kind(this JsonObject o) => (string)o["kind"]!;

    public static string ApiVersion(this JsonObject o) => (string)o["apiVersion"]!;

    public static string Name(this JsonObject o) => (string)o["metadata"]!["name"]!;

    public static string? Namespace(this JsonObject o) => (string?)o["metadata"]!["namespace"];

    public static string Title(this JsonObject o) => $"{o.Kind()}/{o.Name()}";

    public static JsonObject Spec(this JsonObject o) => o["spec"]!.AsObject();

    /// <summary>The elements of a list of objects; none where the list is not there.</summary>
    public static IEnumerable<JsonObject> List(this JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The texts of a list; none where it is not there.</summary>
    public static IEnumerable<string> Texts(this JsonNode? list) => (list as JsonArray ?? []).Select(t => t!.ToString());

    public static IEnumerable<JsonObject> Of(this IEnumerable<JsonObject> objects, string kind) => objects.Where(o => o.Kind() == kind);

    public static JsonObject One(this IEnumerable<JsonObject> objects, string kind, string name) => objects.Single(o => o.Kind() == kind && o.Name() == name);

    /// <summary>The only container of a Deployment.</summary>
    public static JsonObject Container(this JsonObject deployment) => deployment["spec"]!["template"]!["spec"]!["containers"].List().Single();

    /// <summary>Names of the Secrets, ConfigMaps and claims that a volume shows.</summary>
    public static IEnumerable<string> Sources(this JsonObject volume) =>
        new[] { volume["secret"]?["secretName"], volume["configMap"]?["name"], volume["persistentVolumeClaim"]?["claimName"] }
            .Concat(volume["projected"]?["sources"].List().Select(s => s["secret"]?["name"]) ?? [])
            .OfType<JsonNode>().Select(n => (string)n!);

    /// <summary>Whether a map of labels has all of another.</summary>
    public static bool HasAll(this JsonNode? labels, JsonNode? wanted) =>
        wanted is JsonObject { Count: > 0 } map && map.All(w => JsonNode.DeepEquals(labels?[w.Key], w.Value));
}
