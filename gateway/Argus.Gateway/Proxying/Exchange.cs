using Argus.Gateway.Balancing;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Proxying;

/// <summary>One request on its way through the gateway.</summary>
/// <param name="route">Where it goes.</param>
/// <param name="time">Clock.</param>
/// <param name="limit">How long the caller waits for the first byte.</param>
internal sealed class Exchange(ModelRoute route, TimeProvider time, TimeSpan limit) : IDisposable
{
    private const int MostAttempts = 3;

    private readonly long _start = time.GetTimestamp();
    private readonly CancellationTokenSource _deadline = new(limit, time);

    /// <summary>Where it goes.</summary>
    public ModelRoute Route { get; } = route;

    /// <summary>How long the caller waits for the first byte.</summary>
    public TimeSpan Limit { get; } = limit;

    /// <summary>From 0 to 99, the same for every try: below the canary's weight it goes there.</summary>
    public int Draw { get; init; }

    /// <summary>Its body, where it has one.</summary>
    public ReplayBody? Body { get; set; }

    /// <summary>The deployment as it was when the pod was chosen.</summary>
    public LiveBackend? Backend { get; private set; }

    /// <summary>The pod that it was sent to last.</summary>
    public Destination? Destination { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether the pod's answer was put aside, to ask another.</summary>
    public bool PodRefused { get; private set; }

    /// <summary>How long it waited for a pod.</summary>
    public TimeSpan Held { get; set; }

    /// <summary>Status code that the pod answered, 0 where none.</summary>
    public int PodStatus { get; private set; }

    /// <summary>Ends when the caller has waited for the first byte long enough.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Since it came.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>What is left until the deadline, not below a millisecond.</summary>
    public TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(1, (Limit - Elapsed).TotalMilliseconds));

    /// <summary>It goes to a pod.</summary>
    public void SendTo(LiveBackend backend, Destination destination)
    {
        (Backend, Destination) = (backend, destination);
        Attempts++;
        PodRefused = false;
        PodStatus = 0;
        destination.Begin();
    }

    /// <summary>The pod began to answer.</summary>
    /// <param name="status">Its status code.</param>
    /// <returns>Whether the answer goes to the caller; else another pod is asked.</returns>
    public bool Answered(int status)
    {
        Destination!.Answered();
        PodStatus = status;
        // A full or stopping pod says so before it does anything: another may have room.
        PodRefused = status is 429 or 503 && MaySendAgain(nothingSent: false) && Backend!.HasOther(Destination);
        if (!PodRefused)
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        return !PodRefused;
    }

    /// <summary>Whether it may be sent once more.</summary>
    /// <param name="nothingSent">Whether the last pod got nothing of it.</param>
    public bool MaySendAgain(bool nothingSent) =>
        Attempts < MostAttempts && !Deadline.IsCancellationRequested && Body is not { CanReplay: false } && (nothingSent || Route.Path.Repeats);

    /// <inheritdoc/>
    public void Dispose()
    {
        _deadline.Dispose();
        Body?.Dispose();
    }
}
