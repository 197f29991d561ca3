using Argus.Contracts.Datasets;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;

namespace Argus.Datasets.Tests.Year;

/// <summary>What users and an administrator do in a year, with a memory of its own of what the datasets must hold.</summary>
internal sealed class YearOfUse(DatasetsHost host, Random random)
{
    private static readonly string[] Classes = ["Soft", "Queen", "Fire", "Warm", "no class"];
    private readonly Dictionary<long, string> _contents = [];
    private readonly Dictionary<long, (DateTimeOffset At, string Class)> _accepted = [];
    private readonly Dictionary<string, HashSet<string>> _full = [];
    private readonly List<string> _gold = [];
    private int _photos;

    /// <summary>The base: two photos a class.</summary>
    public async Task PutGoldAsync()
    {
        foreach (string name in Classes[..4])
        {
            for (int i = 0; i < 2; i++)
            {
                await host.Stores.Artifacts.PutAsync($"datasets/gold/{name}/{i}.jpg", Photos.Of($"gold {name} {i}"), default);
                _gold.Add($"{name} {Digest($"gold {name} {i}")}");
            }
        }
    }

    /// <summary>Users upload and are told their class; one moment later it is the next day.</summary>
    public async Task LiveADayAsync()
    {
        var day = host.Clock.GetUtcNow();
        for (int i = random.Next(3); i > 0; i--)
        {
            // Some are written long after they were predicted; some photos are the same as one before; some are gone.
            var at = day.AddMinutes(random.Next(1440)).AddDays(random.Next(20) == 0 && day.DayOfYear > 5 ? -random.Next(4) : 0);
            string content = _photos > 3 && random.Next(15) == 0 ? $"photo {random.Next(_photos)}" : $"photo {_photos++}";
            string user = $"user{random.Next(40)}";
            string name = Classes[random.Next(20) == 0 ? 4 : random.Next(4)];
            if (random.Next(25) == 0)
                _contents[await host.Database.PredictAsync(user, $"{user}/gone.jpg", name, at)] = "";
            else
                _contents[await host.PredictAsync(user, name, at, content)] = content;
        }

        host.MoveTo(day.AddDays(1));
    }

    /// <summary>The administrator decides on much of what is there, and now and then anew.</summary>
    public async Task DecideAsync()
    {
        foreach (var candidate in await host.Candidates.ListAsync(new CandidateFilter(null, null, null, 0, 100_000), default))
        {
            bool isNew = candidate.State == CandidateState.Candidate && random.Next(3) == 0;
            bool isAnew = candidate.State == CandidateState.Accepted && random.Next(2000) == 0;
            if (!isNew && !isAnew)
                continue;
            var now = host.Clock.GetUtcNow();
            string? name = random.Next(5) == 0 ? null : Classes[random.Next(4)];
            var decision = new Decision(candidate.Id, name is null ? CandidateState.Rejected : CandidateState.Accepted, name, null, "ann");
            Assert.NotNull(await host.Candidates.DecideAsync(decision, now, default));
            if (name is null)
                _accepted.Remove(candidate.Id);
            else
                _accepted[candidate.Id] = (now, name);
        }
    }

    /// <summary>Runs it, as a CronJob and its retries do, until it is complete.</summary>
    public async Task RunUntilCompleteAsync(Flow flow)
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                if ((await host.CatchUp.RunAsync(flow, default)).All(run => run?.State == RunState.Completed))
                {
                    if (flow == Flow.Monthly)
                        _full[Period.LastOver(flow, host.Clock.GetUtcNow()).Name] = ExpectedFull();
                    return;
                }
            }
            catch (DatabaseException)
            {
                // Its connections were broken: the pod ends, and another begins.
            }
        }

        Assert.Fail($"The {flow} run of {host.Clock.GetUtcNow()} does not get done.");
    }

    /// <summary>Compares all that there is with what must be.</summary>
    public async Task AssertNothingIsLostAsync()
    {
        var store = host.Stores.Artifacts;
        List<long> collected = [];
        for (var day = new DateTime(2026, 1, 1); day < host.Clock.GetUtcNow().UtcDateTime; day = day.AddDays(1))
        {
            var manifest = await host.ManifestAsync($"candidates/{day:yyyy-MM-dd}");
            await Bucket.AssertHoldsAsync(store, manifest);
            Assert.All(manifest.Objects, o => Assert.Equal(Digest(_contents[o.StyleId!.Value]), o.Sha256));
            Assert.All(manifest.Skipped, s => Assert.Equal("", _contents[s.StyleId!.Value]));
            collected.AddRange(manifest.Objects.Select(o => o.StyleId!.Value));
            collected.AddRange(manifest.Skipped.Select(s => s.StyleId!.Value));
        }

        Assert.Equal(_contents.Keys.Order(), collected.Order());

        List<long> verified = [];
        foreach (string month in Enumerable.Range(1, 12).Select(m => $"2026-{m:00}"))
        {
            var manifest = await host.ManifestAsync($"verified/{month}");
            await Bucket.AssertHoldsAsync(store, manifest);
            Assert.Empty(manifest.Skipped);
            verified.AddRange(manifest.Objects.Select(o => o.StyleId!.Value));
            var full = await host.ManifestAsync($"full/{month}");
            await Bucket.AssertHoldsAsync(store, full);
            Assert.Equal(_full[month].Order(StringComparer.Ordinal), full.Objects.Select(o => $"{o.Class} {o.Sha256}").Order(StringComparer.Ordinal));
        }

        Assert.Equal(verified.Count, verified.Distinct().Count());
        Assert.Subset(verified.ToHashSet(), _accepted.Where(a => a.Value.At < new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Select(a => a.Key).ToHashSet());
        Assert.True(verified.Count > 100, $"{verified.Count} photos prove little.");
    }

    // Of the same bytes the last decision counts, and gold more than any.
    private HashSet<string> ExpectedFull()
    {
        var end = new DateTimeOffset(host.Clock.GetUtcNow().Year, host.Clock.GetUtcNow().Month, 1, 0, 0, 0, TimeSpan.Zero);
        return
        [
            .. _gold,
            .. _accepted.Where(a => a.Value.At < end).GroupBy(a => _contents[a.Key]).Select(same => $"{same.OrderByDescending(a => a.Value.At).ThenByDescending(a => a.Key).First().Value.Class} {Digest(same.Key)}"),
        ];
    }

    private static string Digest(string content) => new Data.Blobs.Blob(Photos.Of(content)).Sha256;
}
