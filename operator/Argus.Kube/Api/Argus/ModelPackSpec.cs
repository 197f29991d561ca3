namespace Argus.Kube.Api.Argus;

/// <summary>The files and their contracts.</summary>
public sealed record ModelPackSpec
{
    public string? Description { get; init; }

    /// <summary>The terms of all files that do not state their own.</summary>
    public ModelLicense License { get; init => field = value ?? new(); } = new();

    /// <summary>The files, one a role.</summary>
    public IReadOnlyList<ModelFile> Files { get; init => field = value ?? []; } = [];

    public ModelThresholds? Thresholds { get; init; }

    /// <summary>The pack that proves the wiring and knows nothing of real faces.</summary>
    public bool? SelfTest { get; init; }
}

/// <summary>The terms weights come under.</summary>
public sealed record ModelLicense
{
    /// <summary>SPDX id, or a name of its own; what <c>acceptLicense</c> must equal.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    public bool CommercialUse { get; init; }

    /// <summary>Whether the files are refused until the licence is accepted by its id.</summary>
    public bool? MustAccept { get; init; }

    public string? Url { get; init; }
}

/// <summary>Thresholds that belong to the vectors of a pack.</summary>
public sealed record ModelThresholds
{
    /// <summary>Cosine similarity (-1 to 1) from which two faces count as one person.</summary>
    public float? Verify { get; init; }
}
