using System.Threading.Channels;
using Argus.Kube.Client;
using Argus.Kube.Leases;
using Argus.Kube.Tests.Servers;

namespace Argus.Kube.Tests.Leases;

/// <summary>A process that stands for election, with a clock and a line of its own.</summary>
internal sealed class TestCandidate : IAsyncDisposable
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _signals = Channel.CreateUnbounded<string>();
    private readonly KubernetesClient _client;
    private Task _run = Task.CompletedTask;

    public TestCandidate(string identity, MemoryLeases server)
    {
        Line = new LeaseLine(server);
        _client = new KubernetesClient(new() { Host = new Uri("http://server") }, new() { MaxRetries = 0 }, Clock, new Random(1), Line);
        Elector = new LeaderElector(_client, new LeaderElectionOptions
        {
            Name = "operator",
            Namespace = "argus",
            Identity = identity,
            OnNewLeader = l => _signals.Writer.TryWrite($"leader {l}"),
            OnFailure = e => _signals.Writer.TryWrite($"failure {e.GetType().Name}"),
        });
        Work = async token =>
        {
            _signals.Writer.TryWrite("began");
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _signals.Writer.TryWrite("ended");
        };
    }

    public TestClock Clock { get; } = new();

    public LeaseLine Line { get; }

    public LeaderElector Elector { get; }

    /// <summary>What it does while it leads.</summary>
    public Func<CancellationToken, Task> Work { get; set; }

    public void Signal(string what) => _signals.Writer.TryWrite(what);

    public Task Start() => _run = Elector.RunAsync(Work, _stop.Token);

    /// <summary>Waits for a signal; others before it are passed over.</summary>
    public async Task UntilAsync(string signal)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _signals.Reader.ReadAsync(limit.Token) != signal)
        {
        }
    }

    /// <summary>Lets its next wait between tries pass, and says how long that was.</summary>
    public async Task<TimeSpan> NextTryAsync()
    {
        var wait = await Clock.TimerAsync(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(2.4));
        Clock.Advance(wait);
        return wait;
    }

    /// <summary>Waits until it has heard from its watch once more, and says how long it would bear silence from then on.</summary>
    public Task<TimeSpan> HearsAsync() => Clock.ChangeAsync(TimeSpan.FromTicks(1), LongestSilence);

    /// <summary>Begins to follow: the watch is open and has told what is there. Then lets time pass until it no longer bears the silence, and says how long that was.</summary>
    public async Task<TimeSpan> NextSilenceAsync()
    {
        var wait = await HearsAsync();
        Clock.Advance(wait);
        return wait;
    }

    public Task StopAsync()
    {
        _stop.Cancel();
        return _run.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        Line.Before = null;
        Line.After = null;
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
    }
}
