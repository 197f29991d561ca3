namespace Argus.Gateway.Limits;

/// <summary>A number of places.</summary>
/// <param name="most">How many there are.</param>
internal sealed class Places(int most)
{
    private int _taken;

    /// <summary>How many there are.</summary>
    public int Most => most;

    /// <summary>Takes one; false where none is free.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives one back.</summary>
    public void GiveBack() => Interlocked.Decrement(ref _taken);
}
