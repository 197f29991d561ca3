using System.Net;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Overload;

public sealed class OverloadTests
{
    [Fact]
    public async Task QueueFull_Is429WithRetryAfterAndTheQueuedAreAnswered()
    {
        await using var server = await RunningServer.StartAsync();
        var occupied = await Occupied.AllAsync(server.Pool);
        var queued = new[] { DetectAsync(server), DetectAsync(server) };
        await QueuedAsync(server.Pool, 2);

        var refused = await DetectAsync(server);
        await refused.ProblemAsync(429);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));

        await occupied.DisposeAsync();
        foreach (var response in await Task.WhenAll(queued))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task DeadlineThatPassesInTheQueue_Is503WithRetryAfter()
    {
        await using var server = await RunningServer.StartAsync();
        await using var occupied = await Occupied.AllAsync(server.Pool);
        var late = await DetectAsync(server, timeoutMs: 300);
        await late.ProblemAsync(503);
        Assert.NotNull(late.Headers.RetryAfter);
        Assert.Equal(0, server.Pool.QueueLength);
    }

    [Fact]
    public async Task DefaultTimeout_AppliesWhereNoneIsGiven()
    {
        await using var server = await RunningServer.StartAsync(o => o with { Work = o.Work with { DefaultDeadline = TimeSpan.FromMilliseconds(300) } });
        await using var occupied = await Occupied.AllAsync(server.Pool);
        await (await DetectAsync(server)).ProblemAsync(503);
    }

    [Fact]
    public async Task HigherPriority_IsAnsweredFirst()
    {
        await using var server = await RunningServer.StartAsync(o => o with { Work = new WorkerPoolOptions { Workers = 1, QueueCapacity = 4 } });
        var occupied = await Occupied.AllAsync(server.Pool);
        List<int> order = [];
        async Task AskAsync(int priority)
        {
            var response = await DetectAsync(server, priority: priority);
            lock (order)
                order.Add(priority);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        List<Task> asked = [];
        foreach (int priority in (int[])[0, 5, 10])
        {
            asked.Add(AskAsync(priority));
            await QueuedAsync(server.Pool, asked.Count);
        }

        await occupied.DisposeAsync();
        await Task.WhenAll(asked);
        Assert.Equal([10, 5, 0], order);
    }

    [Fact]
    public async Task CallerThatHangsUp_FreesItsPlace()
    {
        await using var server = await RunningServer.StartAsync();
        await using var occupied = await Occupied.AllAsync(server.Pool);
        using var hangUp = new CancellationTokenSource();
        var waiting = DetectAsync(server, cancel: hangUp.Token);
        await QueuedAsync(server.Pool, 1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await QueuedAsync(server.Pool, 0);
    }

    [Fact]
    public async Task ManyAtOnce_AreAnsweredOrRefusedAndMemoryIsGivenBack()
    {
        await using var server = await RunningServer.StartAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DetectAsync(server)));
        Assert.All(responses, r => Assert.Contains(r.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
        Assert.Contains(responses, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Equal(0, server.BodyBytes);
    }

    [Fact]
    public async Task BodiesBeyondTheBudget_Are503()
    {
        await using var server = await RunningServer.StartAsync(o => o with { MaxBodyMemory = 1024 * 1024 });
        var refused = await server.Http.PostAsync("/detect", Bodies.Raw(new byte[4 * 1024 * 1024], "image/png"));
        await refused.ProblemAsync(503);
        Assert.Equal(HttpStatusCode.OK, (await DetectAsync(server)).StatusCode);
        Assert.Equal(0, server.BodyBytes);
    }

    [Fact]
    public async Task Shutdown_ReadinessGoesFirstAndWorkUnderWayEnds()
    {
        await using var server = await RunningServer.StartAsync(o => o with { DrainDelay = TimeSpan.FromMinutes(1), ShutdownTimeout = TimeSpan.FromMinutes(1) });
        var occupied = await Occupied.AllAsync(server.Pool);
        var underWay = DetectAsync(server);
        await QueuedAsync(server.Pool, 1);

        using var impatient = new CancellationTokenSource();
        var stop = server.StopAsync(impatient.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.GetAsync("/v2/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/health/live")).StatusCode);
        Assert.False(stop.IsCompleted);

        await occupied.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await underWay).StatusCode);
        await impatient.CancelAsync();
        await Task.WhenAny(stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Http.GetAsync("/health/live"));
    }

    private static Task<HttpResponseMessage> DetectAsync(RunningServer server, int? timeoutMs = null, int? priority = null, CancellationToken cancel = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = Bodies.Raw(Bodies.Face, "image/png") };
        if (timeoutMs is not null)
            request.Headers.Add("X-Argus-Timeout-Ms", $"{timeoutMs}");
        if (priority is not null)
            request.Headers.Add("X-Argus-Priority", $"{priority}");
        return server.Http.SendAsync(request, cancel);
    }

    /// <summary>Returns once that many wait. A request is in the queue some moment after it was sent, and nothing else tells when.</summary>
    private static async Task QueuedAsync(WorkerPool pool, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (pool.QueueLength != count)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
