using Argus.Testing.Processes;

namespace Argus.Operator.Tests.Faults;

/// <summary>All that operators asked of an API server, in the order in which the answers came.</summary>
internal sealed class Traffic
{
    private readonly List<Exchange> _all = [];
    private readonly Signal _changed = new();

    public IReadOnlyList<Exchange> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    /// <summary>Children that were written, in order.</summary>
    public IReadOnlyList<Exchange> ChildWrites => [.. All.Where(e => e is { IsChildWrite: true, IsDone: true })];

    public void Add(Exchange exchange)
    {
        lock (_all)
            _all.Add(exchange);
        _changed.Set();
    }

    public Task UntilAsync(Func<IReadOnlyList<Exchange>, bool> condition, TimeSpan patience) =>
        _changed.UntilAsync(() => condition(All), patience, () => "It did not come to it:\n" + string.Join('\n', All.Where(e => e.IsWrite).TakeLast(40)));

    /// <summary>No child was written more than once.</summary>
    public void AssertNothingTwice(Func<Exchange, bool>? which = null)
    {
        var twice = ChildWrites.Where(which ?? (_ => true)).GroupBy(e => e.Object).Where(g => g.Count() > 1).SelectMany(g => g);
        Assert.True(!twice.Any(), "Written more than once:\n" + string.Join('\n', twice));
    }
}
