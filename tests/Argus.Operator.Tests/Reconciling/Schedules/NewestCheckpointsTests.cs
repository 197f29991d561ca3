using System.Net;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning.Schedules;
using Argus.Operator.Reconciling.Schedules;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Operator.Tests.Reconciling.Schedules;

public sealed class NewestCheckpointsTests : IAsyncLifetime
{
    private const string Good = """{"checkpoint":"models/checkpoints/20260401T010000Z","centroids_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","model_digest":"sha256:1","month":"2026-03"}""";

    private readonly FakeTimeProvider _time = new();
    private readonly WebApplication _store;
    private Func<HttpContext, Task> _answer = http => http.Response.WriteAsync(Good);
    private int _asked;

    public NewestCheckpointsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _store = builder.Build();
        _store.Run(http =>
        {
            _asked++;
            return _answer(http);
        });
    }

    private string Root => _store.Urls.Single();

    public Task InitializeAsync() => _store.StartAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Find_CurrentOfAStore_IsTheCheckpointBesideIt()
    {
        using var checkpoints = new NewestCheckpoints(_time);

        var found = await checkpoints.FindAsync(ScheduleOf($"{Root}/datasets/models/current.json"), default);

        Assert.Equal(new Checkpoint("models/checkpoints/20260401T010000Z", new string('a', 64), $"{Root}/datasets/models/checkpoints/20260401T010000Z/centroids.json"), found.Newest);
        Assert.Null(found.Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"checkpoint":1,"centroids_sha256":2}""")]
    [InlineData("""{"checkpoint":"models/checkpoints/../../secret","centroids_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"checkpoint":"http://elsewhere/x","centroids_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"checkpoint":"models/checkpoints/1","centroids_sha256":"a"}""")]
    public async Task Find_SomethingElse_IsAFault(string body)
    {
        _answer = http => http.Response.WriteAsync(body);

        await AssertFaultAsync("answers what is no models/current.json");
    }

    [Fact]
    public async Task Find_NoneYet_IsAFault()
    {
        _answer = http => Answer(http, 404);

        await AssertFaultAsync("answers 404");
    }

    [Fact]
    public async Task Find_Redirect_IsNotFollowed()
    {
        _answer = http =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return Answer(http, 302);
        };

        await AssertFaultAsync("answers 302");
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Find_TooMuch_IsAFault()
    {
        _answer = http => http.Response.WriteAsync(Good + new string(' ', 5000));

        await AssertFaultAsync("cannot be read");
    }

    [Fact]
    public async Task Find_NoStore_IsAFault()
    {
        using var checkpoints = new NewestCheckpoints(_time);

        Assert.Contains("cannot be read", (await checkpoints.FindAsync(ScheduleOf("http://127.0.0.1:1/models/current.json"), default)).Fault);
        Assert.Contains("cannot be read", (await checkpoints.FindAsync(ScheduleOf("not an address", generation: 2), default)).Fault);
    }

    [Fact]
    public async Task Find_AskedBefore_AsksAgainAfterATimeAndForAnotherSpec()
    {
        using var checkpoints = new NewestCheckpoints(_time);
        string from = $"{Root}/models/current.json";
        await checkpoints.FindAsync(ScheduleOf(from), default);

        await checkpoints.FindAsync(ScheduleOf(from), default);
        Assert.Equal(1, _asked);
        await checkpoints.FindAsync(ScheduleOf(from, generation: 2), default);
        Assert.Equal(2, _asked);
        _time.Advance(NewestCheckpoints.Interval);
        await checkpoints.FindAsync(ScheduleOf(from, generation: 2), default);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task Find_NothingToPromote_AsksNobody()
    {
        using var checkpoints = new NewestCheckpoints(_time);

        var found = await checkpoints.FindAsync(ScheduleOf("") with { Spec = new() }, default);

        Assert.Equal((new ObservedPromotion(), 0), (found, _asked));
    }

    private static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static DatasetSchedule ScheduleOf(string from, long generation = 1) => new()
    {
        Metadata = new() { Name = "styles", Namespace = "ns", Generation = generation },
        Spec = new() { Promote = new() { ModelDeployment = "classes", From = from } },
    };

    private async Task AssertFaultAsync(string what)
    {
        using var checkpoints = new NewestCheckpoints(_time);

        var found = await checkpoints.FindAsync(ScheduleOf($"{Root}/models/current.json"), default);

        Assert.Null(found.Newest);
        Assert.Contains(what, found.Fault);
    }
}
