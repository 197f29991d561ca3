namespace Argus.Contracts.Media;

/// <summary>An entity of the media store, as <c>POST /entity/</c> and <c>GET /entity/{id}</c> answer it.</summary>
public sealed record EntityBody
{
    /// <summary>Its number: the media_store_id of jobs.</summary>
    public required long Id { get; init; }

    /// <summary>What its owner calls it; may be empty.</summary>
    public required string Label { get; init; }

    /// <summary>Whether it is a collection, which has no file.</summary>
    public required bool IsCollection { get; init; }

    /// <summary>Name of the file, without folders; null where it has none.</summary>
    public string? FileName { get; init; }

    /// <summary>By the file's bytes, such as image/jpeg; null for a collection.</summary>
    public string? MimeType { get; init; }

    /// <summary>Bytes of the file; null for a collection.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits; null for a collection.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When it was put in, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>Answer of <c>GET /entity</c>: newest first.</summary>
public sealed record EntityListBody
{
    /// <summary>The entities of this page.</summary>
    public required IReadOnlyList<EntityBody> Entities { get; init; }

    /// <summary>To be given as <c>cursor</c> for the next page; null where this is the last.</summary>
    public string? NextCursor { get; init; }
}
