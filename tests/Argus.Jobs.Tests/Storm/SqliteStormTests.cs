using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Argus.Data.Vectors.Embedded;
using Argus.Jobs.Tests.Media;
using Argus.Testing;
using Argus.Testing.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Argus.Jobs.Tests.Storm;

/// <summary>One process with all roles, on SQLite, embedded vectors and its own media store, is killed again and again while jobs come: each ends once, as its file deserves, and nothing of it is missing.</summary>
public sealed class SqliteStormTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromMilliseconds(500);

    [FfmpegFact]
    public async Task Jobs_WhileTheProcessIsKilled_EndOnceAsTheyDeserve()
    {
        foreach (int seed in StormSize.Seeds)
            await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        var plan = new StormPlan(seed, StormSize.Jobs, byKafka: false);
        var pace = new Pace();
        using var folder = new TemporaryFolder();
        await using var hook = await StormHook.StartAsync();
        await using var platform = await StormPlatform.StartAsync(plan, pace, seed);
        var api = new Uri($"http://127.{150 + (seed % 50)}.{Environment.ProcessId / 250 % 250}.{1 + (Environment.ProcessId % 250)}:8001");
        var settings = StormSettings.With(hook.Settings, platform.Url, null);
        (settings["HOST"], settings["PORT"], settings["ARGUS_DATA"]) = (api.Host, $"{api.Port}", folder.Path);
        await using var program = new StormProgram("argus", settings);
        using var callers = new StormCallers(api, null);
        var chaos = new Chaos(seed, pace, Disturbances(program, platform, hook, pace));
        await UploadAsync(callers, plan, platform.Files);

        long begun = Stopwatch.GetTimestamp();
        await chaos.RunAsync(StormSize.Disturbances, plan.Jobs, callers.BringAsync);
        var calmed = Stopwatch.GetElapsedTime(begun);
        platform.Heal();

        await hook.Events.UntilEndedAsync(plan.Jobs.Count);
        var ended = Stopwatch.GetElapsedTime(begun);
        var verdict = new StormVerdict(plan, callers);
        await verdict.JudgeJobsAsync();
        verdict.JudgeEvents(hook.Events);
        verdict.JudgeResults(await ResultsAsync(callers));
        await program.TerminateAsync();
        await using (var vectors = new EmbeddedVectorStore(new EmbeddedVectorOptions { Folder = folder.At("vectors") }, NullLogger<EmbeddedVectorStore>.Instance))
            await verdict.JudgeVectorsAsync(vectors);
        verdict.Add(program.Strange);

        output.WriteLine($"seed {seed}: {plan.Jobs.Count} jobs, {chaos.Count} disturbances: {chaos.Done}; posts repeated {callers.Repeated}; starts {program.Starts}");
        output.WriteLine($"{string.Join(", ", verdict.Ends.Select(e => $"{e.Key} {e.Value}"))}; events {hook.Events.Count}, of them copies {hook.Events.Copies}; storm {calmed.TotalSeconds:0} s, all ended after {ended.TotalSeconds:0} s");
        Assert.True(verdict.Faults.Count == 0, $"seed {seed}, {verdict.Faults.Count} faults:\n{string.Join('\n', verdict.Faults.Take(40))}\n{program}");
    }

    private static Disturbance[] Disturbances(StormProgram program, StormPlatform platform, StormHook hook, Pace pace) =>
    [
        new("kill -9", 14, _ => program.KillAsync()),
        new("models hang", 1, async random =>
        {
            platform.Hangs = true;
            await pace.AfterAsync(random.Next(2, 10), Outage);
            platform.Hangs = false;
        }),
        new("connections to models cut", 2, random =>
        {
            platform.Cut(random.Next(1, 6));
            return Task.CompletedTask;
        }),
        new("connections to the webhook cut", 3, random =>
        {
            hook.Cut(random.Next(1, 10));
            return Task.CompletedTask;
        }),
    ];

    private static async Task UploadAsync(StormCallers callers, StormPlan plan, StormFiles files)
    {
        for (long id = 1; id <= plan.Files; id++)
        {
            using var answer = await callers.AskAsync(() => new(HttpMethod.Post, "/entity/") { Content = MediaHost.Form(files.Of(id)) });
            Assert.Equal((201, id), ((int)answer.StatusCode, (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!));
        }
    }

    private static async Task<IReadOnlyDictionary<Guid, string[]>> ResultsAsync(StormCallers callers)
    {
        ConcurrentDictionary<Guid, string[]> results = [];
        foreach (long media in callers.Jobs.Values.Where(j => j.Fate != Fate.Missing).Select(j => j.Media).Distinct())
        {
            using var answer = await callers.AskAsync(() => new(HttpMethod.Get, $"/entity/{media}/results"));
            foreach (var result in JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["results"]!.AsArray())
                results[(Guid)result!["job_id"]!] = [result["result"]!.ToJsonString()];
        }

        return results;
    }
}
