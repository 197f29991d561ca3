namespace Argus.ModelServer.Requests;

/// <summary>Bounds the bytes of bodies held at one time, over all requests: many large uploads at once must not take the process down.</summary>
internal sealed class BodyBudget(long capacity)
{
    private long _taken;

    /// <summary>Bytes held now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes <paramref name="bytes"/>, or nothing where that would be more than there is.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= capacity)
            return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
