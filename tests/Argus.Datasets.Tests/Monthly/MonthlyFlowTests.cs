using Argus.Contracts.Datasets;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Monthly;

[Collection(PostgresCollection.Name)]
public sealed class MonthlyFlowTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = new(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task Run_OfAMonth_HoldsWhatWasAcceptedUnderItsClass()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        var (right, wrong, bad, open) = await CollectAsync(host);
        await DecideAsync(host, right, CandidateState.Accepted, "Soft");
        await DecideAsync(host, wrong, CandidateState.Accepted, "Queen");
        await DecideAsync(host, bad, CandidateState.Rejected, null);
        host.MoveTo(April);

        var run = await host.RunAsync(Flow.Monthly, "2026-03");

        Assert.Equal((RunState.Completed, null), (run.State, run.Error));
        var verified = await host.ManifestAsync("verified/2026-03");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, verified);
        Assert.Equal([(wrong, "Queen"), (right, "Soft")], verified.Objects.Select(o => (o.StyleId!.Value, o.Class)));
        Assert.DoesNotContain(verified.Objects, o => o.StyleId == open || o.StyleId == bad);
        Assert.Equal(new DateOnly(2026, 3, 1), (await host.Candidates.FindAsync(right, default))!.Month);
    }

    [PostgresFact]
    public async Task Run_Full_HoldsGoldAndAllThatWasAcceptedSoFarOnce()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        await host.Stores.Artifacts.PutAsync("datasets/gold/Fire/a.jpg", Photos.Of("gold"), default);
        await host.Stores.Artifacts.PutAsync("datasets/gold/Fire/again.jpg", Photos.Of("gold"), default);
        await host.Stores.Artifacts.PutAsync("datasets/gold/Nonsense/b.jpg", Photos.Of("other"), default);
        await host.Stores.Artifacts.PutAsync("datasets/gold/Fire/readme.txt", "text"u8.ToArray(), default);
        var (first, second, third, _) = await CollectAsync(host);
        long same = await host.PredictAsync("eve", "Soft", Day.AddDays(1), content: "gold");
        host.MoveTo(Day.AddDays(2));
        await host.RunAsync(Flow.Daily, "2026-03-06");
        foreach (long id in (long[])[first, same])
            await DecideAsync(host, id, CandidateState.Accepted, "Soft");
        host.MoveTo(April);
        await DecideAsync(host, second, CandidateState.Accepted, "Soft");
        await host.RunAsync(Flow.Monthly, "2026-03");
        await DecideAsync(host, first, CandidateState.Rejected, null);
        host.MoveTo(April.AddMonths(1));

        await host.RunAsync(Flow.Monthly, "2026-04");

        var march = await host.ManifestAsync("full/2026-03");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, march);
        Assert.Equal([null, first], march.Objects.Select(o => o.StyleId));
        Assert.Equal(4, march.Skipped.Count);
        Assert.Contains(march.Skipped, s => s.StyleId == same && s.Reason.Contains("same picture", StringComparison.Ordinal));
        // What is rejected later is in no later dataset; what was made stays.
        Assert.Equal([null, second], (await host.ManifestAsync("full/2026-04")).Objects.Select(o => o.StyleId));
        Assert.Equal([second], (await host.ManifestAsync("verified/2026-04")).Objects.Select(o => o.StyleId!.Value));
        Assert.Equal(CandidateState.Candidate, (await host.Candidates.FindAsync(third, default))!.State);
    }

    [PostgresFact]
    public async Task Run_Again_ChangesNothing()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        var (first, second, _, _) = await CollectAsync(host);
        await DecideAsync(host, first, CandidateState.Accepted, "Soft");
        host.MoveTo(April);
        await host.RunAsync(Flow.Monthly, "2026-03");
        var before = await Bucket.DigestsAsync(host.Stores.Artifacts);
        await DecideAsync(host, second, CandidateState.Accepted, "Soft");

        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Monthly, "2026-03")).State);

        Assert.Equal(before, await Bucket.DigestsAsync(host.Stores.Artifacts));
    }

    [PostgresFact]
    public async Task Run_AfterCandidatesWereDeleted_CompletesWithoutThemAndNamesThem()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        var (gone, whole, _, _) = await CollectAsync(host);
        long earlier = await host.PredictAsync("eve", "Soft", Day.AddDays(1), content: "same");
        long later = await host.PredictAsync("fay", "Queen", Day.AddDays(1), content: "same");
        host.MoveTo(Day.AddDays(2));
        await host.RunAsync(Flow.Daily, "2026-03-06");
        foreach (long id in (long[])[gone, whole, earlier, later])
            await DecideAsync(host, id, CandidateState.Accepted, id == later ? "Queen" : "Soft");
        foreach (long id in (long[])[gone, later])
            await host.Stores.Artifacts.DeleteAsync((await host.Candidates.FindAsync(id, default))!.Key!, default);
        host.MoveTo(April);

        var run = await host.RunAsync(Flow.Monthly, "2026-03");

        Assert.Equal((RunState.Completed, null, 2L, 2L), (run.State, run.Error, run.Counts["verified_skipped"], run.Counts["full_skipped"]));
        var verified = await host.ManifestAsync("verified/2026-03");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, verified);
        Assert.Equal([whole, earlier], verified.Objects.Select(o => o.StyleId!.Value).Order());
        Assert.All(verified.Skipped, s => Assert.Contains("was deleted", s.Reason, StringComparison.Ordinal));
        Assert.Equal([gone, later], verified.Skipped.Select(s => s.StyleId!.Value));
        // Of two copies of one picture the other is taken, under the class that was decided last.
        var full = await host.ManifestAsync("full/2026-03");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, full);
        Assert.Equal([("Queen", later), ("Soft", whole)], full.Objects.Select(o => (o.Class, o.StyleId!.Value)));
        Assert.Equal((await host.Candidates.FindAsync(earlier, default))!.Key, full.Objects[0].Source);
    }

    // Four predictions of one day, collected.
    private static async Task<(long First, long Second, long Third, long Fourth)> CollectAsync(DatasetsHost host)
    {
        var ids = (await host.PredictAsync("ann", "Soft", Day, "1"), await host.PredictAsync("bob", "Soft", Day, "2"), await host.PredictAsync("cid", "Soft", Day, "3"), await host.PredictAsync("dan", "Soft", Day, "4"));
        host.MoveTo(Day.AddDays(1));
        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, "2026-03-05")).State);
        return ids;
    }

    private static async Task DecideAsync(DatasetsHost host, long id, CandidateState state, string? name) =>
        Assert.NotNull(await host.Candidates.DecideAsync(new Decision(id, state, name, null, "ann"), host.Clock.GetUtcNow(), default));
}
