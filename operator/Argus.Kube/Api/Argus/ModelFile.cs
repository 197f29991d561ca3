namespace Argus.Kube.Api.Argus;

/// <summary>One file of a model, known by its hash.</summary>
public sealed record ModelFile
{
    /// <summary>File name, without folders.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="ModelRoles"/>.</summary>
    public string Role { get; init => field = value ?? ""; } = "";

    public long? Bytes { get; init; }

    /// <summary>64 lower-case hex digits.</summary>
    public string Sha256 { get; init => field = value ?? ""; } = "";

    /// <summary>Addresses of the file, tried in order.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    public ModelArchive? Archive { get; init; }

    /// <summary>Terms of this file, where they differ from the pack's.</summary>
    public ModelLicense? License { get; init; }

    /// <summary>Whether the file may be left out.</summary>
    public bool? Optional { get; init; }

    public ModelInput? Input { get; init; }

    public ModelOutput Output { get; init => field = value ?? new(); } = new();
}

/// <summary>A zip that holds a file.</summary>
public sealed record ModelArchive
{
    public string Url { get; init => field = value ?? ""; } = "";

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Path of the file inside the zip.</summary>
    public string Member { get; init => field = value ?? ""; } = "";
}

/// <summary>What a graph expects; absent values have the defaults that the schema tells.</summary>
public sealed record ModelInput
{
    public string? Color { get; init; }

    public IReadOnlyList<float>? Mean { get; init; }

    public IReadOnlyList<float>? Std { get; init; }

    public int? Height { get; init; }

    public int? Width { get; init; }

    public int? MultipleOf { get; init; }

    public string? Fit { get; init; }

    public int? Batch { get; init; }
}

/// <summary>What a graph answers.</summary>
public sealed record ModelOutput
{
    public string Family { get; init => field = value ?? ""; } = "";

    /// <summary>Length of the vector, for embeddings.</summary>
    public int? Dimension { get; init; }

    public float? ScoreThreshold { get; init; }

    public float? NmsThreshold { get; init; }
}
