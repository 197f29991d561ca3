using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>An object that is there, as the API server has it.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Body">All of it.</param>
internal sealed record Child(ResourceType Type, V1ObjectMeta Metadata, JsonElement Body)
{
    /// <summary>Reads it from an object of the API.</summary>
    public static Child Of(ResourceType type, JsonElement body)
    {
        var metadata = body.GetProperty("metadata").Deserialize(KubeJson.Default.V1ObjectMeta) ?? new V1ObjectMeta();
        return new Child(type, metadata with { ManagedFields = metadata.ManagedFields?.Where(f => f.Manager == Names.Manager).ToArray() }, body);
    }

    /// <summary>Kind and name, as people write it.</summary>
    public string Reference => $"{Type.Kind}/{Metadata.Name}";

    /// <summary>What our manager owns of it by server-side apply; null where it owns nothing.</summary>
    public JsonElement? Owned =>
        Metadata.ManagedFields?.FirstOrDefault(f => f is { Manager: Names.Manager, Operation: "Apply", Subresource: null or "" })?.FieldsV1;

    /// <summary>Whether an owner's controller reference is on it.</summary>
    public bool IsOwnedBy(string? uid) => Metadata.OwnerReferences?.Any(o => o.Controller is true && o.Uid == uid) ?? false;
}
