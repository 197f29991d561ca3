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
    /// <summary>Kind and name, as people write it.</summary>
    public string Reference => $"{Type.Kind}/{Metadata.Name}";

    /// <summary>What our manager owns of it by server-side apply; null where it owns nothing.</summary>
    public JsonElement? Owned =>
        Metadata.ManagedFields?.FirstOrDefault(f => f is { Manager: Names.Manager, Operation: "Apply", Subresource: null or "" })?.FieldsV1;

    /// <summary>Whether an owner's controller reference is on it.</summary>
    public bool IsOwnedBy(string? uid) => Metadata.OwnerReferences?.Any(o => o.Controller is true && o.Uid == uid) ?? false;
}
