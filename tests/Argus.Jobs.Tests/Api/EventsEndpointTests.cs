using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Api;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Api;

public sealed class EventsEndpointTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private JobsHost _host = null!;

    public async Task InitializeAsync() => _host = await JobsHost.StartAsync(o => o with { EventStreams = 2 }, _time);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Stream_ToldOfEachState_EndsWithTheJob()
    {
        var id = await CreateAsync();
        using var stream = await EventStream.OpenAsync(_host.Http, id);
        Assert.Equal("pending", (string)(await stream.EventAsync()).Data["status"]!);

        var claim = Assert.Single(await _host.Jobs.ClaimAsync(JobTasks.All, 1));
        Assert.Equal("processing", (string)(await stream.EventAsync()).Data["status"]!);
        await _host.Jobs.FinishAsync([JobOutcome.Completed(claim.Lease, """{"face_count":0}""")]);
        var (last, data) = await stream.EventAsync();

        Assert.Equal("completed", (string)data["status"]!);
        Assert.Equal("""{"face_count":0}""", data["result"]!.ToJsonString());
        Assert.Null(await stream.BlockAsync());
        // Who has seen the end and comes again, as browsers do, is told to stay away.
        Assert.Equal(204, await StatusAsync(id, last));
    }

    [Fact]
    public async Task Stream_FromAStateThatIsKnown_TellsOnlyWhatFollows()
    {
        var id = await CreateAsync();
        string seen;
        using (var first = await EventStream.OpenAsync(_host.Http, id))
            seen = (await first.EventAsync()).Id;

        using var stream = await EventStream.OpenAsync(_host.Http, id, seen);
        Assert.Equal(": nothing new", Assert.Single((await stream.BlockAsync())!));
        await _host.Jobs.CancelAsync(id);

        Assert.Equal("error", (string)(await stream.EventAsync()).Data["status"]!);
        Assert.Null(await stream.BlockAsync());
    }

    [Fact]
    public async Task Stream_WhileNothingHappens_ShowsThatItLives()
    {
        var id = await CreateAsync();
        using var stream = await EventStream.OpenAsync(_host.Http, id);
        await stream.EventAsync();

        _time.Advance(EventsEndpoint.Heartbeat);

        Assert.Equal(": alive", Assert.Single((await stream.BlockAsync())!));
    }

    [Fact]
    public async Task Stream_OfAnotherJob_IsNotTold()
    {
        var id = await CreateAsync();
        using var stream = await EventStream.OpenAsync(_host.Http, id);
        await stream.EventAsync();

        await _host.Jobs.CancelAsync(await CreateAsync(2));
        await _host.Jobs.CancelAsync(id);

        Assert.Equal($"{id}", (string)(await stream.EventAsync()).Data["job_id"]!);
    }

    [Fact]
    public async Task Stream_OfAResultThatWaitsForDelivery_GoesOn()
    {
        var id = await CreateAsync();
        using var stream = await EventStream.OpenAsync(_host.Http, id);
        await stream.EventAsync();
        var claim = Assert.Single(await _host.Jobs.ClaimAsync(JobTasks.All, 1));
        await stream.EventAsync();

        await _host.Jobs.FinishAsync([JobOutcome.SyncFailed(claim.Lease, "{}", "The media store is away.")]);
        Assert.Equal("sync_failed", (string)(await stream.EventAsync()).Data["status"]!);
        await _host.Jobs.FinishAsync([JobOutcome.Completed(claim.Lease, null)]);

        Assert.Equal("completed", (string)(await stream.EventAsync()).Data["status"]!);
        Assert.Null(await stream.BlockAsync());
    }

    [Fact]
    public async Task Stream_MoreThanThereMayBe_AreRefusedUntilOneHangsUp()
    {
        var id = await CreateAsync();
        using var first = await EventStream.OpenAsync(_host.Http, id);
        var second = await EventStream.OpenAsync(_host.Http, id);
        await second.EventAsync();

        using var answer = await _host.Http.GetAsync($"/job/{id}/events");
        var problem = await answer.JsonAsync(503);
        Assert.Contains("2 callers", (string)problem["detail"]!);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);

        // The server learns of it in its own time: the metric tells when.
        using var ended = new StreamsWatch(_host.Services);
        second.Dispose();
        await ended.UntilOneEndsAsync();
        using var third = await EventStream.OpenAsync(_host.Http, id);
        await third.EventAsync();
    }

    [Fact]
    public async Task Stream_AtTheEndOfTheService_EndsWhole()
    {
        await using var host = await JobsHost.StartAsync();
        var job = (await host.Jobs.CreateAsync([new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = 1 }]))[0].Job;
        using var stream = await EventStream.OpenAsync(host.Http, job.Id);
        await stream.EventAsync();

        host.Stop();

        Assert.Null(await stream.BlockAsync());
    }

    [Fact]
    public async Task Stream_OfNoJob_Is404() => Assert.Equal(404, await StatusAsync(Guid.NewGuid(), null));

    private async Task<int> StatusAsync(Guid id, string? lastId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/job/{id}/events");
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var answer = await _host.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private async Task<Guid> CreateAsync(long media = 1) =>
        (await _host.Jobs.CreateAsync([new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = media }]))[0].Job.Id;
}
