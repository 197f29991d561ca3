namespace Argus.Cli.Vision;

/// <summary>What models are needed.</summary>
internal enum VisionTask
{
    /// <summary>Those for faces.</summary>
    Faces,

    /// <summary>The one for whole pictures.</summary>
    Images,
}
