namespace Argus.LocalCluster.Controllers;

/// <summary>How the controllers run.</summary>
internal sealed record ControllerOptions
{
    /// <summary>Objects that each controller handles at a time. Default 4; more load the API server more and help only where it is far.</summary>
    public int Workers { get; init; } = 4;
}
