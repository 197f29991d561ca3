using System.Collections.Concurrent;

namespace Argus.Operator.Tests.Faults;

/// <summary>What an API server under pressure answers, put between the operator and the local cluster.</summary>
public sealed class AnswerFaultTests : IAsyncLifetime
{
    private FaultCluster? _cluster;

    public async Task InitializeAsync() => _cluster = await FaultCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task Run_FaultsOfEachKind_ConvergesWithoutAWriteTooMuch()
    {
        // One cluster and one operator for all: every fault is of a namespace of its own.
        var proxy = await _cluster!.OpenProxyAsync("operator");
        var seen = new ConcurrentDictionary<string, int>();
        int Times(Exchange e) => seen.AddOrUpdate($"{e.Method} {e.Path}", 1, (_, n) => n + 1);
        proxy.Rule = e => e switch
        {
            { IsWatch: true } => Times(e) <= 3 ? new Fault.Cut(seen[$"{e.Method} {e.Path}"] - 1) : null,
            { IsWrite: false } => null,
            _ when !e.IsChildWrite && !e.IsStatusWrite => null,
            _ when In(e, "conflict") => Times(e) <= 3 ? new Fault.Answer(409, "Conflict") : null,
            _ when In(e, "throttled") && IsService(e) => Times(e) <= 1 ? new Fault.Answer(429, "TooManyRequests", RetryAfter: 1) : null,
            _ when In(e, "unavailable") && IsService(e) => Times(e) <= 1 ? new Fault.Answer(503, "ServiceUnavailable", RetryAfter: 1) : null,
            _ when In(e, "error") => Times(e) <= 2 ? new Fault.Answer(500, "InternalError") : null,
            _ when In(e, "lost") => Times(e) <= 1 ? new Fault.LoseAnswer() : null,
            _ => null,
        };
        await _cluster.StartOperatorAsync("operator", proxy);
        string[] namespaces = ["cut", "conflict", "throttled", "unavailable", "error", "lost"];
        await Task.WhenAll(namespaces.Select(async ns =>
        {
            await _cluster.CreateNamespaceAsync(ns);
            await _cluster.ApplyAsync("faces", ns);
            await _cluster.UntilReasonAsync("faces", "Unschedulable", ns);
        }));

        var texts = await Task.WhenAll(namespaces.Select(async ns => ChildObjects.Text(await ChildObjects.ReadAsync(_cluster.Client, ns), ns)));
        Assert.All(texts, t => Assert.Equal(texts[0], t));
        // An answer that was lost is the one thing that may be asked for once more.
        _cluster.Traffic.AssertNothingTwice(e => !In(e, "lost"));
        Assert.All(_cluster.Traffic.ChildWrites.Where(e => In(e, "lost")).GroupBy(e => e.Object), g => Assert.InRange(g.Count(), 1, 2));
        Assert.All(AttemptsIn("conflict"), a => Assert.Equal(4, a.Count()));
        Assert.All(AttemptsIn("error"), a => Assert.Equal(3, a.Count()));
        foreach (var attempts in AttemptsIn("throttled").Concat(AttemptsIn("unavailable")).Where(a => IsService(a.First())))
        {
            var times = attempts.Select(e => e.At).Order().ToList();
            Assert.Equal(2, times.Count);
            Assert.InRange(TimeProvider.System.GetElapsedTime(times[0], times[1]).TotalSeconds, 1, 10);
        }
    }

    [Fact]
    public async Task Run_TooOldInTheMiddleOfAListAndOfAWatch_ListsAgainAndConverges()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => _cluster!.ApplyAsync($"faces-{i}")));
        var proxy = await _cluster!.OpenProxyAsync("operator");
        var seen = new ConcurrentDictionary<string, int>();
        bool First(string what) => seen.AddOrUpdate(what, 1, (_, n) => n + 1) == 1;
        proxy.Rule = e => e switch
        {
            { IsWatch: true } => First(e.Path) ? new Fault.Answer(410, "Expired") : null,
            { IsWrite: false } when e.Query.Contains("continue=", StringComparison.Ordinal) => new Fault.Answer(410, "Expired"),
            { IsWrite: false } when e.Query.Contains("limit=", StringComparison.Ordinal) => new Fault.Pages(2),
            _ => null,
        };

        await _cluster.StartOperatorAsync("operator", proxy);
        foreach (int i in Enumerable.Range(0, 5))
            await _cluster.UntilReasonAsync($"faces-{i}", "Unschedulable");
        await _cluster.ApplyAsync("later");
        await _cluster.UntilReasonAsync("later", "Unschedulable");

        Assert.Contains(_cluster.Traffic.All, e => e is { Fault: true, Status: 410, IsWatch: true });
        Assert.Contains(_cluster.Traffic.All, e => e is { Fault: true, Status: 410, IsWatch: false });
        _cluster.Traffic.AssertNothingTwice();
    }

    private static bool In(Exchange e, string ns) => e.Object.StartsWith($"{ns}/", StringComparison.Ordinal);

    private static bool IsService(Exchange e) => e.Object.Contains("/services/", StringComparison.Ordinal);

    private IEnumerable<IGrouping<string, Exchange>> AttemptsIn(string ns) =>
        _cluster!.Traffic.All.Where(e => e.IsChildWrite && In(e, ns)).GroupBy(e => e.Object);
}
