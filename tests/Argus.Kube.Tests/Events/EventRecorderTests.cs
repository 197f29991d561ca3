using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Events;
using Argus.Kube.Client;
using Argus.Kube.Events;
using Argus.Kube.Tests.Recordings;
using Argus.Kube.Tests.Servers;
using Argus.Testing;

namespace Argus.Kube.Tests.Events;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private static readonly V1Pod Pod = new() { Metadata = new() { Name = "web", Namespace = "shop", Uid = "u1", ResourceVersion = "7" } };

    private readonly TestClock _clock = new();
    private readonly ScriptedLine _line;
    private readonly KubernetesClient _client;
    private readonly Channel<string> _lost = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly EventRecorder _recorder;
    private Task _run = Task.CompletedTask;
    private int _code;

    public EventRecorderTests()
    {
        _line = new ScriptedLine(_ => _code == 0 ? ScriptedLine.Answer(201, "{}") : ScriptedLine.Answer(_code, "broken", contentType: "text/plain"));
        _client = new KubernetesClient(new() { Host = new Uri("http://server") }, new() { MaxRetries = 0, RequestTimeout = TimeSpan.FromSeconds(5) }, _clock, new Random(1), _line);
        _recorder = NewRecorder(1000);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(30));
        _client.Dispose();
        _stop.Dispose();
    }

    [DataFact]
    public async Task Normal_NewEvent_IsCreatedWithTheFieldsThatTheServerTook()
    {
        var recorded = Story.Step("leases-and-events/events.json", 1).RequestBody!.Value;
        Start();

        _recorder.Normal(Pod, "Serving", "Reconcile", "The model is served.");
        var sent = await _line.NextAsync();

        Assert.Equal(("POST", "/apis/events.k8s.io/v1/namespaces/shop/events?fieldManager=argus"), (sent.Method, sent.Path));
        var body = JsonDocument.Parse(sent.Body).RootElement;
        Assert.Equal(recorded.EnumerateObject().Select(p => p.Name).Order(), body.EnumerateObject().Select(p => p.Name).Order());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", body.GetProperty("eventTime").GetString());
        var written = JsonSerializer.Deserialize(sent.Body, EventsV1Event.JsonType)!;
        Assert.Equal(("Normal", "Serving", "Reconcile", "The model is served."), (written.Type, written.Reason, written.Action, written.Note));
        Assert.Equal(("v1", "Pod", "shop", "web", "u1"), (written.Regarding!.ApiVersion, written.Regarding.Kind, written.Regarding.Namespace, written.Regarding.Name, written.Regarding.Uid));
        Assert.Matches("^web\\.[0-9a-f]+$", written.Metadata.Name);
    }

    [Fact]
    public async Task Warning_Repeats_AreCountedAndWrittenOnceAnInterval()
    {
        Start();
        Report("x");
        var created = Name(await _line.NextAsync());
        for (int i = 0; i < 100; i++)
            Report("x");

        var due = await _clock.TimerAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
        _clock.Advance(due);
        var patch = await _line.NextAsync();

        Assert.Equal(("PATCH", "application/merge-patch+json"), (patch.Method, patch.ContentType));
        Assert.Contains($"/events/{created}?", patch.Path, StringComparison.Ordinal);
        var series = JsonDocument.Parse(patch.Body).RootElement.GetProperty("series");
        Assert.Equal(101, series.GetProperty("count").GetInt32());
        Assert.EndsWith("Z", series.GetProperty("lastObservedTime").GetString());
        _clock.Advance(TimeSpan.FromMinutes(2));
        Report("another");
        Assert.Equal("POST", (await _line.NextAsync()).Method);
        Assert.Equal(3, _line.Received.Count);
    }

    [Fact]
    public async Task Warning_OtherNoteOrReasonOrObject_IsAnEventOfItsOwn()
    {
        Start();
        Report("x");
        Report("y");
        _recorder.Warning(Pod, "Other", "Reconcile", "x");
        _recorder.Warning(Pod with { Metadata = Pod.Metadata with { Name = "db", Uid = "u2" } }, "Failed", "Reconcile", "x");

        var names = new List<string>();
        for (int i = 0; i < 4; i++)
            names.Add(Name(await _line.NextAsync()));

        Assert.Equal(4, names.Distinct().Count());
    }

    [Fact]
    public async Task Warning_RepeatAfterALongTime_IsANewEvent()
    {
        Start();
        Report("x");
        string first = Name(await _line.NextAsync());
        _clock.Advance(TimeSpan.FromMinutes(6));

        Report("x");

        var second = await _line.NextAsync();
        Assert.Equal("POST", second.Method);
        Assert.NotEqual(first, Name(second));
    }

    [Fact]
    public async Task Normal_ObjectOfTheWholeCluster_IsWrittenToDefault()
    {
        Start();

        _recorder.Normal(new V1Node { Metadata = new() { Name = "node-1" } }, "Ready", "Watch", "It is ready.");

        Assert.StartsWith("/apis/events.k8s.io/v1/namespaces/default/events", (await _line.NextAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Normal_LongNote_IsCutAtTheServersLimitInBytes()
    {
        Start();

        Report(new string('é', 2000));

        string note = JsonDocument.Parse((await _line.NextAsync()).Body).RootElement.GetProperty("note").GetString()!;
        Assert.Equal(1024, Encoding.UTF8.GetByteCount(note));
    }

    [Fact]
    public async Task Normal_LongName_GivesAValidEventName()
    {
        Start();

        _recorder.Normal(Pod with { Metadata = Pod.Metadata with { Name = new string('a', 240) + ".b" } }, "R", "A", "n");

        string name = Name(await _line.NextAsync());
        Assert.InRange(name.Length, 200, 253);
        Assert.Matches("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", name);
    }

    [Fact]
    public void Warning_QueueFull_IsDroppedAndTold()
    {
        var recorder = NewRecorder(2);

        for (int i = 0; i < 5; i++)
            recorder.Warning(Pod, "Failed", "Reconcile", $"{i}");

        Assert.Equal(3, _lost.Reader.Count);
    }

    [Fact]
    public async Task Warning_ServerRefuses_IsToldAndTheNextOneIsTriedAnew()
    {
        Start();
        _code = 500;
        Report("x");
        await _line.NextAsync();
        Assert.Contains("broken", await LostAsync(), StringComparison.Ordinal);

        _code = 0;
        Report("x");

        Assert.Equal("POST", (await _line.NextAsync()).Method);
    }

    [Fact]
    public async Task Warning_EventHasExpiredOnTheServer_IsCreatedAnewAtTheNextRepeat()
    {
        Start();
        Report("x");
        await _line.NextAsync();
        Report("x");
        _code = 404;
        _clock.Advance(await _clock.TimerAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        Assert.Equal("PATCH", (await _line.NextAsync()).Method);
        await LostAsync();

        _code = 0;
        Report("x");

        Assert.Equal("POST", (await _line.NextAsync()).Method);
    }

    [Fact]
    public async Task Stop_EventsAndRepeatsWait_AreWritten()
    {
        Start();
        Report("x");
        await _line.NextAsync();
        Report("x");
        Report("y");

        await _stop.CancelAsync();
        await _run;

        Assert.Equal(["PATCH", "POST", "POST"], _line.Received.Select(r => r.Method).Order());
    }

    [Fact]
    public async Task Normal_AfterTheEnd_DoesNotThrow()
    {
        Start();
        await _stop.CancelAsync();
        await _run;

        Report("late");

        Assert.Empty(_line.Received);
        Assert.True(_lost.Reader.TryRead(out _));
    }

    private EventRecorder NewRecorder(int queue) => new(
        _client,
        new EventRecorderOptions { Controller = "argus.dev/operator", Instance = "operator-0", QueueLength = queue, OnLost = t => _lost.Writer.TryWrite(t) });

    private void Start() => _run = _recorder.RunAsync(_stop.Token);

    private async Task<string> LostAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _lost.Reader.ReadAsync(limit.Token);
    }

    private void Report(string note) => _recorder.Warning(Pod, "Failed", "Reconcile", note);

    private static string Name(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("metadata").GetProperty("name").GetString()!;
}
