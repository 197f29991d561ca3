using Argus.Contracts.Datasets;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Daily;

[Collection(PostgresCollection.Name)]
public sealed class DailyFlowTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task Run_OfADay_CopiesWhatWasPredictedOnItAlone()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        await host.PredictAsync("before", "Soft", Day.AddTicks(-10));
        long first = await host.PredictAsync("ann", "Soft", Day);
        long last = await host.PredictAsync("bob", "Queen", Day.AddDays(1).AddMilliseconds(-1));
        await host.PredictAsync("after", "Soft", Day.AddDays(1));
        host.MoveTo(Day.AddDays(1));

        var run = await host.RunAsync(Flow.Daily, "2026-03-05");

        Assert.Equal((RunState.Completed, null), (run.State, run.Error));
        Assert.Equal(2, run.Counts["candidates"]);
        var manifest = await host.ManifestAsync("candidates/2026-03-05");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, manifest);
        Assert.Equal([(last, "Queen", "bob"), (first, "Soft", "ann")], manifest.Objects.Select(o => (o.StyleId!.Value, o.Class, o.UserId!)));
        Assert.StartsWith($"datasets/candidates/2026-03-05/Soft/{first}-", manifest.Objects[1].Key, StringComparison.Ordinal);
        Assert.Equal(1, manifest.Classes["Queen"]);
    }

    [PostgresFact]
    public async Task Run_Again_ChangesNothing()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        await host.PredictAsync("ann", "Soft", Day);
        host.MoveTo(Day.AddDays(1));
        await host.RunAsync(Flow.Daily, "2026-03-05");
        var before = await Bucket.DigestsAsync(host.Stores.Artifacts);
        await host.PredictAsync("late", "Soft", Day.AddHours(2));
        host.MoveTo(Day.AddDays(2));

        var again = await host.RunAsync(Flow.Daily, "2026-03-05");

        Assert.Equal(RunState.Completed, again.State);
        Assert.Equal(before, await Bucket.DigestsAsync(host.Stores.Artifacts));
    }

    [PostgresFact]
    public async Task Run_AfterADayIsComplete_TakesWhatCameLateForIt()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        host.MoveTo(Day.AddDays(1));
        await host.RunAsync(Flow.Daily, "2026-03-05");
        long late = await host.PredictAsync("late", "Soft", Day.AddHours(2));

        host.MoveTo(Day.AddDays(2));
        await host.RunAsync(Flow.Daily, "2026-03-06");

        Assert.Equal([late], (await host.ManifestAsync("candidates/2026-03-06")).Objects.Select(o => o.StyleId!.Value));
    }

    [PostgresFact]
    public async Task Run_OnADay_LeavesAnEarlierOneThatHasNotRunToItself()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        long earlier = await host.PredictAsync("early", "Soft", Day.AddDays(-3));
        host.MoveTo(Day.AddDays(1));

        await host.RunAsync(Flow.Daily, "2026-03-05");
        await host.RunAsync(Flow.Daily, "2026-03-02");

        Assert.Empty((await host.ManifestAsync("candidates/2026-03-05")).Objects);
        Assert.Equal([earlier], (await host.ManifestAsync("candidates/2026-03-02")).Objects.Select(o => o.StyleId!.Value));
    }

    [PostgresFact]
    public async Task Run_WithPhotosThatCannotBeTaken_TellsWhy()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { MaxBytes = 1000 });
        await host.Database.PredictAsync("ann", "ann/gone.jpg", "Soft", Day);
        await host.Database.PredictAsync("eve", "../../etc/passwd", "Soft", Day);
        await host.Stores.Photos.PutAsync("bob/text.jpg", "no picture"u8.ToArray(), default);
        await host.Database.PredictAsync("bob", "bob/text.jpg", "Soft", Day);
        await host.Stores.Photos.PutAsync("big/big.jpg", Photos.Of(new string('x', 1000)), default);
        await host.Database.PredictAsync("big", "big/big.jpg", "Soft", Day);
        host.MoveTo(Day.AddDays(1));

        var run = await host.RunAsync(Flow.Daily, "2026-03-05");

        Assert.Equal((RunState.Completed, 4L), (run.State, run.Counts["skipped"]));
        var skipped = (await host.ManifestAsync("candidates/2026-03-05")).Skipped;
        Assert.Equal(["ann/gone.jpg", "../../etc/passwd", "bob/text.jpg", "big/big.jpg"], skipped.Select(s => s.Source));
        Assert.Collection(skipped.Select(s => s.Reason), r => Assert.Contains("no such photo", r), r => Assert.Contains("no key", r), r => Assert.Contains("no picture", r), r => Assert.Contains("1000 bytes", r));
    }

    [PostgresFact]
    public async Task Run_ThatGoesOnAfterCopiesWereDeleted_TakesThemAgainOrTellsWhy()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        long there = await host.PredictAsync("ann", "Soft", Day, "1");
        long gone = await host.PredictAsync("bob", "Soft", Day, "2");
        long decided = await host.PredictAsync("cid", "Soft", Day, "3");
        long whole = await host.PredictAsync("dan", "Soft", Day, "4");
        host.MoveTo(Day.AddDays(1));
        await host.RunAsync(Flow.Daily, "2026-03-05");
        // As if the run had been killed right before the manifest, and all copies but one were deleted then.
        await host.Stores.Artifacts.DeleteAsync("metadata/candidates/2026-03-05.json", default);
        foreach (long id in (long[])[there, gone, decided])
            await host.Stores.Artifacts.DeleteAsync((await host.Candidates.FindAsync(id, default))!.Key!, default);
        await host.Candidates.DecideAsync(new Decision(decided, CandidateState.Accepted, "Soft", null, "ann"), host.Clock.GetUtcNow(), default);
        await host.Stores.Photos.DeleteAsync("bob/photo_2.jpg", default);
        await host.Stores.Photos.PutAsync("cid/photo_3.jpg", Photos.Of("another"), default);

        var run = await host.RunAsync(Flow.Daily, "2026-03-05");

        Assert.Equal((RunState.Completed, null, 2L), (run.State, run.Error, run.Counts["skipped"]));
        var manifest = await host.ManifestAsync("candidates/2026-03-05");
        await Bucket.AssertHoldsAsync(host.Stores.Artifacts, manifest);
        Assert.Equal([there, whole], manifest.Objects.Select(o => o.StyleId!.Value).Order());
        Assert.Equal([gone, decided], manifest.Skipped.Select(s => s.StyleId!.Value));
        Assert.Collection(manifest.Skipped.Select(s => s.Reason), r => Assert.Contains("no such photo", r), r => Assert.Contains("another one now", r));
        Assert.Equal((CandidateState.Skipped, CandidateState.Accepted), ((await host.Candidates.FindAsync(gone, default))!.State, (await host.Candidates.FindAsync(decided, default))!.State));
    }

    [PostgresFact]
    public async Task Run_OfAClassThatIsNone_KeepsItApart()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        await host.PredictAsync("eve", "../../models", Day);
        host.MoveTo(Day.AddDays(1));

        await host.RunAsync(Flow.Daily, "2026-03-05");

        Assert.StartsWith("datasets/candidates/2026-03-05/_other/", Assert.Single((await host.ManifestAsync("candidates/2026-03-05")).Objects).Key, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Run_WhileAnotherOfTheDayRuns_IsNone()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        host.MoveTo(Day.AddDays(1));
        await using (await host.HoldAsync(Flow.Daily, "2026-03-05"))
        {
            Assert.Null(await host.RunAsync(Flow.Daily, "2026-03-05"));
            Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, "2026-03-04")).State);
        }

        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, "2026-03-05")).State);
    }

    [PostgresFact]
    public async Task CatchUp_AfterDaysWithoutRuns_MakesEachOfThem()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        host.MoveTo(Day);
        await host.CatchUp.RunAsync(Flow.Daily, default);
        await host.PredictAsync("ann", "Soft", Day.AddHours(1));
        await host.PredictAsync("bob", "Soft", Day.AddDays(-20));
        host.MoveTo(Day.AddDays(4).AddMinutes(5));

        var ended = await host.CatchUp.RunAsync(Flow.Daily, default);

        Assert.Equal(["2026-02-13", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08"], ended.Select(r => $"{r!.Date:yyyy-MM-dd}"));
        Assert.All(ended, run => Assert.Equal(RunState.Completed, run!.State));
        Assert.Equal(1, (await host.ManifestAsync("candidates/2026-02-13")).Total);
        Assert.Equal(1, (await host.ManifestAsync("candidates/2026-03-05")).Total);
        Assert.Equal(0, (await host.ManifestAsync("candidates/2026-03-08")).Total);
    }
}
