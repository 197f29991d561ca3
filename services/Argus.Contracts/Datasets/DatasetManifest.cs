namespace Argus.Contracts.Datasets;

/// <summary>What a dataset holds. Written last: where it is, all of its objects are, and nothing else lies beside them.</summary>
public sealed record DatasetManifest
{
    /// <summary>Of this form; 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary><c>candidates</c>, <c>verified</c> or <c>full</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The day (YYYY-MM-DD) or month (YYYY-MM).</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many objects.</summary>
    public required int Total { get; init; }

    /// <summary>How many of each class that has some.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>All of them, by key.</summary>
    public required IReadOnlyList<DatasetObject> Objects { get; init; }

    /// <summary>What belongs here and could not be taken, with the reason.</summary>
    public required IReadOnlyList<DatasetSkip> Skipped { get; init; }
}
