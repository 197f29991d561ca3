using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api.Meta;

/// <summary>Metadata of every object. Absent fields are null and are not written.</summary>
public sealed record V1ObjectMeta
{
    public string? Name { get; init; }

    public string? GenerateName { get; init; }

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    /// <summary>Opaque version of this state of the object.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts changes of the desired state; null where the kind has none.</summary>
    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds that a deleted object is given to end.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public IReadOnlyList<string>? Finalizers { get; init; }

    public IReadOnlyList<V1OwnerReference>? OwnerReferences { get; init; }

    public IReadOnlyList<V1ManagedFieldsEntry>? ManagedFields { get; init; }
}

/// <summary>An object that this one belongs to.</summary>
public sealed record V1OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool? Controller = null, bool? BlockOwnerDeletion = null);

/// <summary>Which fields a manager owns.</summary>
public sealed record V1ManagedFieldsEntry
{
    public string? Manager { get; init; }

    /// <summary><c>Apply</c> or <c>Update</c>.</summary>
    public string? Operation { get; init; }

    public string? ApiVersion { get; init; }

    public DateTimeOffset? Time { get; init; }

    public string? FieldsType { get; init; }

    [JsonPropertyName("fieldsV1")]
    public JsonElement? FieldsV1 { get; init; }

    public string? Subresource { get; init; }
}

/// <summary>Metadata of a list.</summary>
public sealed record V1ListMeta
{
    public string? ResourceVersion { get; init; }

    [JsonPropertyName("continue")]
    public string? Continue { get; init; }

    public long? RemainingItemCount { get; init; }
}
