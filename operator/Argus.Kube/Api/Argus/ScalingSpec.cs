namespace Argus.Kube.Api.Argus;

/// <summary>How many pods there are.</summary>
/// <param name="Min">Least number of pods; 0 lets the last one go when idle.</param>
/// <param name="TargetInFlight">Requests in flight for each pod that scaling aims at.</param>
/// <param name="IdleSeconds">Seconds without a request after which the last pod goes.</param>
public sealed record ScalingSpec(int Min = 1, int TargetInFlight = 8, int IdleSeconds = 300)
{
    /// <summary>Largest number of pods; absent, there are <see cref="Min"/> of them.</summary>
    public int? Max { get; init; }
}
