using System.Text.Json;
using Argus.Kube.Api;

namespace Argus.Kube.Client;

/// <summary>Reads the metadata of typed objects and of plain JSON alike.</summary>
internal static class ObjectFields
{
    public static string ResourceVersion<T>(T value) => value switch
    {
        IKubernetesObject typed => typed.Metadata.ResourceVersion ?? "",
        JsonElement json => Text(json, "resourceVersion"),
        _ => "",
    };

    public static ObjectKey Key<T>(T value) => value switch
    {
        IKubernetesObject typed => ObjectKey.Of(typed),
        JsonElement json => new ObjectKey(Text(json, "namespace"), Text(json, "name")),
        _ => default,
    };

    private static string Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";
}
