using System.Collections.Frozen;

namespace Argus.Data.Vectors;

/// <summary>What a vector belongs to. In JSON: media_store_id, face_index, box, digest, and the free fields beside them.</summary>
public sealed record VectorPayload
{
    internal const string MediaStoreIdField = "media_store_id";
    internal const string FaceIndexField = "face_index";
    internal const string BoxField = "box";
    internal const string DigestField = "digest";

    /// <summary>The picture, 0 or more.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>Which face of the picture, from 0; null for a whole picture.</summary>
    public int? FaceIndex { get; init; }

    /// <summary>Where the face is.</summary>
    public VectorBox? Box { get; init; }

    /// <summary>Model that made the vector. Null when written means the collection's; another than the collection's is refused.</summary>
    public string? Digest { get; init; }

    /// <summary>Further fields: names of letters, digits and underscores, at most 64 characters.</summary>
    public IReadOnlyDictionary<string, FieldValue> Fields { get; init; } = FrozenDictionary<string, FieldValue>.Empty;

    /// <summary>The value of a field that filters can name; null where it has none.</summary>
    internal FieldValue? this[string field] => field switch
    {
        MediaStoreIdField => (FieldValue)MediaStoreId,
        FaceIndexField => FaceIndex is { } index ? index : (FieldValue?)null,
        DigestField => Digest is { } digest ? digest : (FieldValue?)null,
        _ => Fields.TryGetValue(field, out var value) ? value : (FieldValue?)null,
    };
}
