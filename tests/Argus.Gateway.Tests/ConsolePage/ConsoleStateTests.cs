using System.Text.Json.Nodes;
using Argus.Gateway.ConsolePage;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Tests.ConsolePage;

public sealed class ConsoleStateTests
{
    [Fact]
    public async Task State_Deployments_AreToldWithWhyAndFigures()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces") with { Status = Status() }, pod.Address);
        gateway.Api.Put(Given.Deployment("asleep", ModelTasks.ImageEmbedding) with { Status = null });
        await gateway.UntilAsync(t => t.Routes.Backends.Length == 2);
        for (int i = 0; i < 3; i++)
            (await gateway.Http.PostAsync("/detect", new ByteArrayContent([1, 2, 3]))).EnsureSuccessStatusCode();

        var state = JsonNode.Parse(await gateway.Http.GetStringAsync("/console/state"))!;
        Assert.Equal(("ready", Environment.MachineName, 60), ((string?)state["state"], (string?)state["gateway"], (int?)state["window_seconds"]));
        var (asleep, faces) = (state["deployments"]![0]!, state["deployments"]![1]!);
        Assert.Equal(("asleep", "Unknown", "Pending", 0), ((string?)asleep["name"], (string?)asleep["ready"], (string?)asleep["reason"], (int?)asleep["pods"]));
        Assert.Equal(("False", "Degraded", "1 of 2 pods serve."), ((string?)faces["ready"], (string?)faces["reason"], (string?)faces["message"]));
        Assert.Equal(("sha256:ab", "cpu", 1, 2, 1), ((string?)faces["digest"], (string?)faces["accelerator"], (int?)faces["ready_replicas"], (int?)faces["replicas"], (int?)faces["pods"]));
        Assert.Equal((3, 0, 0), ((int?)faces["figures"]!["requests"], (int?)faces["figures"]!["errors"], (int?)faces["in_flight"]));
        Assert.True((double?)faces["figures"]!["p95_ms"] > 0);
        Assert.Null(asleep["figures"]!["p95_ms"]);
    }

    [Fact]
    public async Task State_RequestsUnderWay_AreInFlight()
    {
        var (come, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.StartAsync(async _ =>
        {
            come.SetResult();
            await answer.Task;
        });
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        var request = gateway.Http.PostAsync("/detect", new ByteArrayContent([1]));
        await come.Task;
        var state = JsonNode.Parse(await gateway.Http.GetStringAsync("/console/state"))!;
        answer.SetResult();
        await request;
        Assert.Equal(1, (int?)state["deployments"]![0]!["in_flight"]);
    }

    [Fact]
    public async Task Events_ChangeInTheCluster_IsToldOnTheSameStream()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var response = await gateway.Http.GetAsync("/console/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await UntilAsync(reader, s => s["deployments"]!.AsArray().Count == 0);

        gateway.Api.Put(Given.Deployment("faces"));

        var state = await UntilAsync(reader, s => s["deployments"]!.AsArray().Count == 1);
        Assert.Equal("faces", (string?)state["deployments"]![0]!["name"]);
    }

    [Fact]
    public async Task Events_GatewayStops_EndsTheStream()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var response = await gateway.Http.GetAsync("/console/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await UntilAsync(reader, _ => true);

        // Far below the time that requests under way are given.
        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
        while (await reader.ReadLineAsync() is not null)
        {
            // What was on its way still.
        }
    }

    [Fact]
    public async Task Events_TooManyLookOn_TheNextIsRefusedAndOthersGoOn()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        var streams = new List<HttpResponseMessage>();
        for (int i = 0; i < StateFeed.MaxStreams; i++)
            streams.Add(await gateway.Http.GetAsync("/console/events", HttpCompletionOption.ResponseHeadersRead));
        Assert.All(streams, s => Assert.Equal(200, (int)s.StatusCode));

        using var refused = await gateway.Http.GetAsync("/console/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((503, true), ((int)refused.StatusCode, refused.Headers.RetryAfter is not null));
        Assert.Equal(200, (int)(await gateway.Http.GetAsync("/console/state")).StatusCode);
        streams.ForEach(s => s.Dispose());
    }

    private static ModelDeploymentStatus Status() => new()
    {
        Conditions = [Given.Condition(ConditionTypes.Ready, "False", "Degraded", "1 of 2 pods serve.")],
        Digest = "sha256:ab",
        Accelerator = new() { Requested = "cpu", Actual = "cpu", Summary = "cpu" },
        Replicas = 2,
        ReadyReplicas = 1,
    };

    private static async Task<JsonNode> UntilAsync(StreamReader reader, Func<JsonNode, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            string line = await reader.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])! is var state && wanted(state))
                return state;
        }
    }
}
