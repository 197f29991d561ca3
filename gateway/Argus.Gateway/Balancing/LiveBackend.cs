using Argus.Gateway.Routing;

namespace Argus.Gateway.Balancing;

/// <summary>A deployment with the pods of one table.</summary>
/// <param name="Backend">As the table has it.</param>
/// <param name="Upstream">What is remembered of it.</param>
/// <param name="Stable">Pods of its model.</param>
/// <param name="Canary">Pods of its canary.</param>
internal sealed record LiveBackend(Backend Backend, Upstream Upstream, Pool Stable, Pool Canary)
{
    /// <summary>Whether any pod takes requests.</summary>
    public bool HasPods => Stable.Destinations.Length + Canary.Destinations.Length > 0;

    /// <summary>A pod for a request, or null where there is none.</summary>
    /// <param name="draw">At random from 0 to 99: below the canary's weight it goes there.</param>
    /// <param name="except">One that has just failed.</param>
    public Destination? Choose(int draw, Destination? except)
    {
        bool canary = draw < Backend.CanaryWeight;
        var (first, second) = canary ? (Canary, Stable) : (Stable, Backend.CanaryWeight > 0 ? Canary : Stable);
        var chosen = first.Choose(except);
        // A canary that breaks must not cost a request.
        return chosen is null || chosen == except || chosen.IsResting ? second.Choose(except) ?? chosen : chosen;
    }

    /// <summary>Whether a pod other than this one is fit for a request.</summary>
    public bool HasOther(Destination than) => Stable.HasOther(than) || (Backend.CanaryWeight > 0 && Canary.HasOther(than));
}
