using System.Collections.Immutable;

namespace Argus.Gateway.Balancing;

/// <summary>Pods that serve the same model.</summary>
/// <param name="destinations">Each once.</param>
internal sealed class Pool(ImmutableArray<Destination> destinations)
{
    private int _turn;

    /// <summary>The pods.</summary>
    public ImmutableArray<Destination> Destinations { get; } = destinations;

    /// <summary>The pod with the fewest requests in flight of those that do not rest; among equals they take turns.</summary>
    /// <param name="except">One that has just failed; taken only where there is no other.</param>
    /// <returns>Null where there is no pod. Where all rest, one of them: it may be back, and there is nothing better.</returns>
    public Destination? Choose(Destination? except = null)
    {
        int count = Destinations.Length;
        if (count == 0)
            return null;
        int turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)count);
        Destination? best = null;
        int least = int.MaxValue;
        for (int i = 0; i < count; i++)
        {
            var candidate = Destinations[(turn + i) % count];
            int load = candidate.InFlight;
            if (load >= least || candidate == except || candidate.IsResting)
                continue;
            (best, least) = (candidate, load);
        }

        return best ?? Destinations.FirstOrDefault(d => d != except) ?? Destinations[0];
    }

    /// <summary>Whether a pod other than this one is fit for a request.</summary>
    public bool HasOther(Destination than) => Destinations.Any(d => d != than && !d.IsResting);
}
