namespace Argus.Gateway.Proxying;

/// <summary>How many bytes of request bodies are remembered, so that a request can be sent to a second pod.</summary>
/// <param name="mostBytes">Of one body.</param>
/// <param name="allBytes">Of all bodies at once.</param>
internal sealed class ReplayBudget(long mostBytes, long allBytes)
{
    /// <summary>Room for a body whose length is not known.</summary>
    public const int FirstBytes = 16 * 1024;

    private long _taken;

    /// <summary>Most bytes of one body.</summary>
    public long MostBytes => mostBytes;

    /// <summary>Bytes remembered now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes bytes; false where there are not so many left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= allBytes)
            return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
