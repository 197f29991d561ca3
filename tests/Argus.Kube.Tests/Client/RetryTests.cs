using System.Net;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Kube.Tests.Recordings;
using Argus.Kube.Tests.Servers;
using Argus.Testing;

namespace Argus.Kube.Tests.Client;

public sealed class RetryTests
{
    private const string Map = """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"n"}}""";
    private const string TooMany = "Too many requests, please try again later.\n";
    private const string Unavailable = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"starting","reason":"ServiceUnavailable","details":{"retryAfterSeconds":5},"code":503}""";

    private static readonly V1ConfigMap NewMap = new() { Metadata = new() { Name = "a", Namespace = "n" } };

    private readonly TestClock _clock = new();
    private readonly Queue<Func<HttpResponseMessage>> _answers = [];
    private readonly ScriptedLine _line;

    public RetryTests() => _line = new ScriptedLine(_ => _answers.Dequeue()());

    [DataFact]
    public async Task Create_RecordedThrottling_WaitsAsLongAsAskedAndSendsTheSameAgain()
    {
        var recorded = Story.Read("faults/too-many-without-priority-and-fairness.json").First(e => e is { Method: "POST", Status: 429 });
        _answers.Enqueue(() => ScriptedLine.Answer(429, recorded.Body!.Value.GetString()!, recorded.ResponseHeader("Retry-After"), "text/plain"));
        _answers.Enqueue(() => ScriptedLine.Answer(201, Map));
        using var client = NewClient();

        var create = client.CreateAsync(NewMap);
        await _line.NextAsync();
        var wait = await _clock.TimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.25));
        _clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Single(_line.Received);
        _clock.Advance(wait - TimeSpan.FromSeconds(0.999));
        await create;

        Assert.Equal(2, _line.Received.Count);
        Assert.Equal(_line.Received.First().Body, _line.Received.Last().Body);
    }

    [Fact]
    public async Task Read_ThrottledWithoutEnd_GivesUpAfterSoManyTries()
    {
        for (int i = 0; i < 4; i++)
            _answers.Enqueue(() => ScriptedLine.Answer(429, TooMany, "1", "text/plain"));
        using var client = NewClient(retries: 3);

        var read = client.ReadAsync<V1ConfigMap>("a", "n");
        for (int i = 0; i < 3; i++)
            _clock.Advance(await _clock.TimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.25)));
        var error = await Assert.ThrowsAsync<KubernetesException>(() => read);

        Assert.True(error.IsTooManyRequests);
        Assert.Equal((TimeSpan.FromSeconds(1), "TooManyRequests", TooMany.Trim()), (error.RetryAfter, error.Reason, error.Status.Message));
        Assert.Equal(4, _line.Received.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("120")]
    public async Task Read_ThrottledWithoutOrWithALongWait_IsAnErrorAtOnce(string? retryAfter)
    {
        _answers.Enqueue(() => ScriptedLine.Answer(429, TooMany, retryAfter, "text/plain"));
        using var client = NewClient();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => client.ReadAsync<V1ConfigMap>("a", "n"));

        Assert.Equal(retryAfter is null ? null : TimeSpan.FromSeconds(120), error.RetryAfter);
        Assert.Single(_line.Received);
    }

    [Fact]
    public async Task Apply_Unavailable_IsSentAgainAfterTheTimeInTheBody()
    {
        _answers.Enqueue(() => ScriptedLine.Answer(503, Unavailable));
        _answers.Enqueue(() => ScriptedLine.Answer(200, Map));
        using var client = NewClient();

        var apply = client.ApplyAsync(NewMap);
        _clock.Advance(await _clock.TimerAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6.25)));

        Assert.Equal("a", (await apply).Metadata.Name);
    }

    [Fact]
    public async Task Create_Unavailable_IsNotSentAgain()
    {
        _answers.Enqueue(() => ScriptedLine.Answer(503, Unavailable, "5"));
        using var client = NewClient();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(NewMap));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, error.Code);
        Assert.Single(_line.Received);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task Replace_OtherErrors_AreNotSentAgain(int code)
    {
        _answers.Enqueue(() => ScriptedLine.Answer(code, "no", "1", "text/plain"));
        using var client = NewClient();

        await Assert.ThrowsAsync<KubernetesException>(() => client.ReplaceAsync(NewMap));

        Assert.Single(_line.Received);
    }

    [Fact]
    public async Task Read_ConnectionRefused_IsTriedAgainWithGrowingWaits()
    {
        var refused = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        for (int i = 0; i < 3; i++)
            _answers.Enqueue(() => throw refused);
        _answers.Enqueue(() => ScriptedLine.Answer(200, Map));
        using var client = NewClient();

        var read = client.ReadAsync<V1ConfigMap>("a", "n");
        var waits = new List<TimeSpan>();
        for (int i = 0; i < 3; i++)
        {
            waits.Add(await _clock.TimerAsync(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5)));
            _clock.Advance(waits[^1]);
        }

        Assert.Equal("a", (await read).Metadata.Name);
        Assert.True(waits[0] < waits[1] && waits[1] < waits[2], string.Join(' ', waits));
    }

    [Fact]
    public async Task Create_ConnectionRefused_IsAnErrorAtOnce()
    {
        _answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using var client = NewClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.CreateAsync(NewMap));
    }

    [Fact]
    public async Task Replace_ConnectionBreaksBeforeTheAnswer_IsNotSentAgain()
    {
        _answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "broke"));
        using var client = NewClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.ReplaceAsync(NewMap));
    }

    [Fact]
    public async Task Read_ConnectionBreaksBeforeTheAnswer_IsSentAgain()
    {
        _answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "broke"));
        _answers.Enqueue(() => ScriptedLine.Answer(200, Map));
        using var client = NewClient();

        var read = client.ReadAsync<V1ConfigMap>("a", "n");
        _clock.Advance(await _clock.TimerAsync(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)));

        Assert.Equal("a", (await read).Metadata.Name);
    }

    [Fact]
    public async Task Read_NoAnswer_EndsAtTheLimitWithAnErrorThatNamesTheRequest()
    {
        await using var server = await KubeTestServer.StartAsync(c => Task.Delay(Timeout.InfiniteTimeSpan, c.RequestAborted));
        using var client = server.Client(_clock);

        var read = client.ReadAsync<V1ConfigMap>("a", "n");
        _clock.Advance(await _clock.TimerAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => read);

        Assert.Contains("GET /api/v1/namespaces/n/configmaps/a", error.Message, StringComparison.Ordinal);
        Assert.Contains("30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CallerCancels_IsCancelledNotTimedOut()
    {
        await using var server = await KubeTestServer.StartAsync(c => Task.Delay(Timeout.InfiniteTimeSpan, c.RequestAborted));
        using var client = server.Client(_clock);
        using var cancel = new CancellationTokenSource();

        var read = client.ReadAsync<V1ConfigMap>("a", "n", cancel.Token);
        await _clock.TimerAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private KubernetesClient NewClient(int retries = 5) =>
        new(new() { Host = new Uri("http://server") }, new() { MaxRetries = retries }, _clock, new Random(1), _line);
}
