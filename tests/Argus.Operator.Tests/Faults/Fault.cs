namespace Argus.Operator.Tests.Faults;

/// <summary>What a proxy does to a request instead of passing it on.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answers in the server's place.</summary>
    /// <param name="Status">Status code.</param>
    /// <param name="Reason">Reason of the body.</param>
    /// <param name="RetryAfter">Seconds that the caller is asked to wait; null for none.</param>
    public sealed record Answer(int Status, string Reason, int? RetryAfter = null) : Fault;

    /// <summary>Passes a watch on until it has brought this many events, then half of the next, and breaks the connection.</summary>
    public sealed record Cut(int AfterEvents) : Fault;

    /// <summary>Has the server do it, and breaks the connection before the caller hears of it.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>Has a list come in pages of this size.</summary>
    public sealed record Pages(int Size) : Fault;
}
