using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Controllers;

/// <summary>The controllers of CronJobs and Jobs against the API server, on a clock that the test moves. What a node would say of a pod, the test says.</summary>
public class CronJobRunTests
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string CronJobs = "/apis/batch/v1/namespaces/default/cronjobs";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task CronJob_ItsTimeComes_RunsAJobToItsEnd()
    {
        // The client's time limits are of this clock too: a watch that was being opened when it is moved is tried again after a moment, which nobody would move it for.
        var clock = new FakeTimeProvider { Hurry = TimeSpan.FromSeconds(5) };
        await using var cluster = await RunningCluster.StartAsync(clock: clock, controllers: true);
        Assert.Equal(201, (await cluster.SendAsync("POST", CronJobs, CronJob("3 0 * * *"))).Code);
        var time = clock.GetUtcNow().AddMinutes(3);
        await clock.UntilTimerAsync(TimeSpan.FromMinutes(2.9), TimeSpan.FromMinutes(3.1));

        clock.Advance(TimeSpan.FromMinutes(3.1));

        var job = await UntilAsync(cluster, Jobs, _ => true);
        Assert.Equal($"nightly-{time.ToUnixTimeSeconds() / 60}", (string)job["metadata"]!["name"]!);
        var pod = await UntilAsync(cluster, Pods, _ => true);
        Assert.Equal((string)job["metadata"]!["name"]!, (string)pod["metadata"]!["labels"]!["job-name"]!);
        var active = await UntilAsync(cluster, CronJobs, c => c["status"]?["active"] is JsonArray { Count: 1 });
        Assert.Equal("2026-01-01T00:03:00Z", (string)active["status"]!["lastScheduleTime"]!);

        var ended = new JsonObject { ["status"] = new JsonObject { ["phase"] = "Succeeded" } };
        Assert.Equal(200, (await cluster.SendAsync("PATCH", $"{Pods}/{pod["metadata"]!["name"]}/status", ended, "application/merge-patch+json")).Code);

        var complete = await UntilAsync(cluster, Jobs, j => j["status"]?["conditions"]?.AsArray().Any(c => (string)c!["type"]! == "Complete") == true);
        Assert.Equal(1, (int)complete["status"]!["succeeded"]!);
        var done = await UntilAsync(cluster, CronJobs, c => c["status"]?["lastSuccessfulTime"] is not null);
        Assert.Null(done["status"]!["active"]);
    }

    [Theory]
    [InlineData("every day", null)]
    [InlineData("* * * *", null)]
    [InlineData("0 0 * * *", "Mars/Olympus")]
    public async Task CronJob_WithABadSchedule_IsRefused(string schedule, string? zone)
    {
        await using var cluster = await RunningCluster.StartAsync();
        var cron = CronJob(schedule);
        if (zone is not null)
            cron["spec"]!["timeZone"] = zone;

        var (code, body) = await cluster.SendAsync("POST", CronJobs, cron);

        Assert.Equal(422, code);
        Assert.Contains(zone is null ? "spec.schedule" : "spec.timeZone", (string)body!["message"]!);
    }

    private static JsonObject CronJob(string schedule) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "CronJob",
        ["metadata"] = new JsonObject { ["name"] = "nightly" },
        ["spec"] = new JsonObject
        {
            ["schedule"] = schedule,
            ["jobTemplate"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["template"] = new JsonObject
                    {
                        ["spec"] = new JsonObject { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "a:1" }) },
                    },
                },
            },
        },
    };

    // A watch begins with what is there.
    private static async Task<JsonNode> UntilAsync(RunningCluster cluster, string path, Func<JsonNode, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var answer = await cluster.Http.GetAsync($"{path}?watch=true", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            var change = JsonNode.Parse(line)!;
            if ((string)change["type"]! is "ADDED" or "MODIFIED" && wanted(change["object"]!))
                return change["object"]!.DeepClone();
        }

        throw new InvalidOperationException($"The watch of {path} ended.");
    }
}
