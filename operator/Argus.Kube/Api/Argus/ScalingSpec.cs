namespace Argus.Kube.Api.Argus;

/// <summary>How many pods there are.</summary>
public sealed record ScalingSpec
{
    /// <summary>Least number of pods; 0 lets the last one go when idle.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Largest number of pods; absent, there are <see cref="Min"/> of them.</summary>
    public int? Max { get; init; }

    /// <summary>Requests in flight for each pod that scaling aims at.</summary>
    public int TargetInFlight { get; init; } = 8;

    /// <summary>Seconds without a request after which the last pod goes.</summary>
    public int IdleSeconds { get; init; } = 300;
}
