namespace Argus.Inference.Faces;

/// <summary>A face that was found.</summary>
public sealed record Face
{
    /// <summary>Where it is, in pixels of the upright picture.</summary>
    public required Box Box { get; init; }

    /// <summary>Confidence of the detector, 0 to 1.</summary>
    public required float Score { get; init; }

    /// <summary>Five points, or null where the detector gives none.</summary>
    public Landmarks? Landmarks { get; init; }

    /// <summary>Vector of unit length, or null where it was not asked for or the pack has no recognizer.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>The vector comes from a box crop, not from an aligned one (detector without landmarks): weaker.</summary>
    public bool Unaligned { get; init; }

    /// <summary>Estimated age in years, or null.</summary>
    public int? Age { get; init; }

    /// <summary>Estimated gender, or null.</summary>
    public Gender? Gender { get; init; }
}

/// <summary>What an attribute model answers.</summary>
public enum Gender
{
    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,
}
