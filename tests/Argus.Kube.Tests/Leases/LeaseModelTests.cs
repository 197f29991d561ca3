using Argus.Kube.Api.Coordination;
using Argus.Kube.Client;
using Argus.Kube.Leases;
using Argus.Kube.Tests.Servers;

namespace Argus.Kube.Tests.Leases;

/// <summary>Random histories of candidates, lost requests, lost answers, writes in between and wrong wall clocks: never two leaders.</summary>
public sealed class LeaseModelTests
{
    private static readonly TimeSpan RenewDeadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Take_AnyHistory_NeverTwoLeaders()
    {
        int led = 0;
        int takeovers = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var model = new Model(seed);
            for (int step = 0; step < 150; step++)
                await model.StepAsync();
            led += model.Leaders.Count;
            takeovers += model.Server.Lease?.Spec?.LeaseTransitions ?? 0;
        }

        // The histories must be ones in which something happens.
        Assert.True(led > 300, $"{led} leaders");
        Assert.True(takeovers > 500, $"{takeovers} takeovers");
    }

    private sealed class Model
    {
        private readonly Random _random;
        private readonly List<Candidate> _candidates;
        private readonly int _seed;
        private readonly List<string> _history = [];
        private bool _inStep;

        public Model(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _candidates = [.. Enumerable.Range(0, 3).Select(i => new Candidate($"c{i}", Server))];
            foreach (var candidate in _candidates)
            {
                candidate.Clock.WallClockShift = TimeSpan.FromSeconds(_random.Next(-100_000, 100_000));
                candidate.Line.Before = (_, _) => DisturbAsync(candidate, "lost request");
                candidate.Line.After = (_, _) => DisturbAsync(candidate, "lost answer");
            }
        }

        public MemoryLeases Server { get; } = new();

        public HashSet<string> Leaders { get; } = [];

        public async Task StepAsync()
        {
            if (_random.Next(3) == 0)
                Pass(TimeSpan.FromSeconds(_random.Next(1, _random.Next(4) == 0 ? 20 : 4)));
            var candidate = _candidates[_random.Next(_candidates.Count)];
            if (_random.Next(20) == 0 && candidate.Leads)
                await ReleaseAsync(candidate);
            else
                await TakeAsync(candidate);
            Check();
        }

        private async Task TakeAsync(Candidate candidate)
        {
            long sent = candidate.Clock.GetTimestamp();
            _history.Add($"{candidate.Name} tries");
            try
            {
                if (await candidate.Lease.TakeAsync(CancellationToken.None))
                    candidate.LeadsUntil = sent + RenewDeadline.Ticks;
                else if (!candidate.Lease.Holds)
                    candidate.LeadsUntil = 0;
            }
            catch (HttpRequestException)
            {
                // It leads on until its deadline.
            }
        }

        private async Task ReleaseAsync(Candidate candidate)
        {
            _history.Add($"{candidate.Name} releases");
            candidate.LeadsUntil = 0;
            try
            {
                await candidate.Lease.ReleaseAsync(CancellationToken.None);
            }
            catch (HttpRequestException)
            {
                // The others wait.
            }
        }

        /// <summary>A request or an answer is lost, time passes, or another candidate acts in between.</summary>
        private async Task DisturbAsync(Candidate candidate, string loss)
        {
            switch (_random.Next(12))
            {
                case 0:
                    _history.Add($"{candidate.Name}: {loss}");
                    throw new HttpRequestException(loss);
                case 1:
                    Pass(TimeSpan.FromSeconds(_random.Next(1, 9)));
                    break;
                case 2 or 3 when !_inStep:
                    _inStep = true;
                    await TakeAsync(_candidates.First(c => c != candidate && (c != _candidates[0] || _random.Next(2) == 0)));
                    _inStep = false;
                    break;
                default:
                    break;
            }

            Check();
        }

        private void Pass(TimeSpan time)
        {
            _history.Add($"{time.TotalSeconds} s pass");
            foreach (var candidate in _candidates)
                candidate.Clock.Advance(time);
        }

        private void Check()
        {
            var leaders = _candidates.Where(c => c.Leads).Select(c => c.Name).ToList();
            Leaders.UnionWith(leaders);
            Assert.True(leaders.Count < 2, $"seed {_seed}: {string.Join(" and ", leaders)} lead: {string.Join("; ", _history.TakeLast(20))}");
        }
    }

    private sealed class Candidate
    {
        public Candidate(string name, MemoryLeases server)
        {
            Name = name;
            Line = new LeaseLine(server);
            var client = new KubernetesClient(new() { Host = new Uri("http://server") }, new() { MaxRetries = 0, RequestTimeout = TimeSpan.FromDays(1) }, Clock, new Random(1), Line);
            var options = new LeaderElectionOptions { Name = "operator", Namespace = "argus", Identity = name };
            Lease = new LeaseCandidate(client.Resource<V1Lease>(), options, Clock);
        }

        public string Name { get; }

        public TestClock Clock { get; } = new();

        public LeaseLine Line { get; }

        public LeaseCandidate Lease { get; }

        public long LeadsUntil { get; set; }

        public bool Leads => LeadsUntil > Clock.GetTimestamp();
    }
}
