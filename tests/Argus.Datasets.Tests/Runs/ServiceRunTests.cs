using System.Net;
using System.Net.Http.Json;
using Argus.Contracts.Datasets;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Processes;

namespace Argus.Datasets.Tests.Runs;

/// <summary>The program as a CronJob's pod that has a running service do the work.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ServiceRunTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task Daily_AfterDaysWithoutAny_MakesUpForThem()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        for (int i = 0; i < 3; i++)
            await host.PredictAsync("ann", "Soft", Day.AddDays(i));
        host.MoveTo(Day.AddDays(1));
        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, "2026-03-03")).State);
        host.MoveTo(Day.AddDays(3));

        var (code, lines) = await RunAsync(host, "daily");

        Assert.Equal(0, code);
        Assert.Equal(["daily 2026-03-04 completed", "daily 2026-03-05 completed"], lines.Select(line => string.Join(' ', line.Split(' ').Take(3))));
        foreach (string day in (string[])["2026-03-04", "2026-03-05"])
            Assert.Equal(1, (await host.ManifestAsync($"candidates/{day}")).Total);
        var runs = (await host.Http.GetFromJsonAsync("/datasets/runs", DatasetsJson.Default.RunListBody))!.Runs;
        Assert.Equal(3, runs.Count);
    }

    [PostgresFact]
    public async Task Daily_OfADate_IsThatDayAlone()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        host.MoveTo(Day);

        Assert.Equal(0, (await RunAsync(host, "daily", "--date", "2026-02-01")).Code);
        var (code, lines) = await RunAsync(host, "daily", "--date", "2026-03-03");

        Assert.Equal(2, code);
        Assert.Contains("2026-03-03 is not over yet", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Single((await host.Http.GetFromJsonAsync("/datasets/runs", DatasetsJson.Default.RunListBody))!.Runs);
    }

    [PostgresFact]
    public async Task Daily_WhereTheRunFails_Fails()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        host.MoveTo(Day);
        await host.Database.AskAsync("DROP TABLE user_styles");

        var (code, lines) = await RunAsync(host, "daily", "--date", "2026-03-02");

        Assert.Equal(1, code);
        Assert.Contains("user_styles", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_ThatStaysAway_IsToldAfterAWhile()
    {
        var clock = new FakeTimeProvider { Hurry = TimeSpan.FromSeconds(5) };
        await using var said = new StringWriter();
        // Nobody listens on the port for multiplexing, and nobody without rights can.
        using var run = new ServiceRun(new Uri("http://127.0.0.1:1"), clock, said);

        Assert.Equal(RunCommand.Away, await run.RunAsync(new RunCommand(Flow.Daily, null), default));

        Assert.Contains("ARGUS_DATASETS_URL", said.ToString(), StringComparison.Ordinal);
        Assert.InRange(clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Start_WithAnAddressThatIsNone_SaysSo()
    {
        await using var run = new ProgramRun("Argus.Datasets", ["daily"], new Dictionary<string, string> { ["ARGUS_DATASETS_URL"] = "argus-datasets:80" });
        await run.EndedAsync();

        Assert.Equal(RunCommand.Wrong, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("ARGUS_DATASETS_URL must be an address", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Run_OfAProcessThatIsGone_IsFoundCrashed()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        var id = Guid.NewGuid();
        Assert.True(Period.TryParse(Flow.Daily, "2026-03-03", out var period));
        await host.Runs.BeginAsync(id, period, host.Clock.GetUtcNow(), default);

        await using (await host.HoldAsync(Flow.Daily, "2026-03-03"))
        {
            Assert.Equal(RunState.Running, (await FindAsync(host, id, 0)).State);
            Assert.Equal(RunState.Running, (await host.Http.GetFromJsonAsync("/datasets/runs", DatasetsJson.Default.RunListBody))!.Runs[0].State);
        }

        var listed = Assert.Single((await host.Http.GetFromJsonAsync("/datasets/runs", DatasetsJson.Default.RunListBody))!.Runs);
        var found = await FindAsync(host, id, 30);

        Assert.Equal((id, RunState.Crashed), (listed.Id, listed.State));
        Assert.Equal((RunState.Crashed, host.Clock.GetUtcNow()), (found.State, found.EndedAt));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync($"/datasets/runs/{Guid.NewGuid()}?wait=30")).StatusCode);
    }

    [PostgresFact]
    public async Task Run_OfAnotherProcess_IsWaitedFor()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);
        var id = Guid.NewGuid();
        Assert.True(Period.TryParse(Flow.Daily, "2026-03-03", out var period));
        await using var held = await host.HoldAsync(Flow.Daily, "2026-03-03");
        await host.Runs.BeginAsync(id, period, host.Clock.GetUtcNow(), default);

        var found = FindAsync(host, id, 30);
        await host.Clock.UntilTimerAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        await host.Runs.CompleteAsync(id, period, new Dictionary<string, long>(), host.Clock.GetUtcNow(), default);
        host.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(RunState.Completed, (await found).State);
    }

    private static async Task<RunBody> FindAsync(DatasetsHost host, Guid id, int wait) => (await host.Http.GetFromJsonAsync($"/datasets/runs/{id}?wait={wait}", DatasetsJson.Default.RunBody))!;

    private static async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(DatasetsHost host, params string[] arguments)
    {
        await using var run = new ProgramRun("Argus.Datasets", arguments, new Dictionary<string, string> { ["ARGUS_DATASETS_URL"] = host.Http.BaseAddress!.AbsoluteUri });
        await run.EndedAsync();
        return (run.ExitCode, run.Lines);
    }
}
