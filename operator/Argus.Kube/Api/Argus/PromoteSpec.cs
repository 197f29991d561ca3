namespace Argus.Kube.Api.Argus;

/// <summary>Hands new centroids to a ModelDeployment, by a canary.</summary>
/// <param name="Weight">Percent of the requests that a canary gets.</param>
/// <param name="PromoteAfterSeconds">Seconds that its pods must have been ready before it takes over.</param>
/// <param name="MaxErrorPercent">Percent of its requests that may fail by its fault.</param>
public sealed record PromoteSpec(int Weight = 10, int PromoteAfterSeconds = 600, int MaxErrorPercent = 1)
{
    /// <summary>Name of a ModelDeployment in the same namespace.</summary>
    public string ModelDeployment { get; init => field = value ?? ""; } = "";

    /// <summary>Where models/current.json is.</summary>
    public string From { get; init => field = value ?? ""; } = "";
}
