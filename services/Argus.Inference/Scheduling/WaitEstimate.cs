namespace Argus.Inference.Scheduling;

/// <summary>Moving average of the service time, and the wait that follows from it. Not thread-safe.</summary>
internal sealed class WaitEstimate(int workers)
{
    // About the last eight items: follows a change of the mix within a queue's length, and forgives one slow picture.
    private const double Weight = 1.0 / 8;

    /// <summary>Average time that one item holds a worker; zero until the first one ended.</summary>
    public TimeSpan Service { get; private set; }

    public void Add(TimeSpan service) =>
        Service = Service == TimeSpan.Zero ? service : Service + Weight * (service - Service);

    /// <summary>Wait of a newcomer when every worker is busy and <paramref name="ahead"/> items are before it.</summary>
    public TimeSpan Wait(int ahead) => Service * ((ahead + 1.0) / workers);
}
