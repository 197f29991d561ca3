namespace Argus.Jobs.Http;

/// <summary>Why something that this service needs was not done.</summary>
/// <param name="Reason">One or two sentences: what is wrong, and what to do about it where that is known.</param>
/// <param name="MayHeal">Whether another try may help.</param>
/// <param name="After">How long the other side asked to be left alone; null where it said nothing.</param>
internal sealed record Fault(string Reason, bool MayHeal, TimeSpan? After = null)
{
    /// <summary>No further try helps.</summary>
    public static Fault Final(string reason) => new(reason, MayHeal: false);

    /// <summary>Another try may help.</summary>
    public static Fault Later(string reason, TimeSpan? after = null) => new(reason, MayHeal: true, after);
}
