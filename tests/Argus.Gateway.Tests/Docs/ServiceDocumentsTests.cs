using Argus.Gateway.Balancing;
using Argus.Gateway.Docs;
using Argus.Gateway.Proxying;
using Argus.Gateway.Routing;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api;
using Argus.Testing;

namespace Argus.Gateway.Tests.Docs;

public sealed class ServiceDocumentsTests : IDisposable
{
    private static readonly ObjectKey Faces = new("ns", "faces");

    private readonly FakeTimeProvider _time = new();
    private readonly PodConnections _pods = new();
    private readonly LiveRoutes _live;
    private readonly ServiceDocuments _documents;
    private string _digest = "sha256:1";
    private int _asked;
    private string _answer = """{"openapi":"3.1.1","paths":{"/a":{}}}""";

    public ServiceDocumentsTests()
    {
        _live = new LiveRoutes(_time);
        _documents = new ServiceDocuments(_live, () => new Dictionary<ObjectKey, string?> { [Faces] = _digest }, _pods, _time);
    }

    public void Dispose()
    {
        _documents.Dispose();
        _pods.Dispose();
    }

    [Fact]
    public async Task Current_NothingChanged_IsTheSameHoweverLate()
    {
        await using var pod = await PodAsync();
        Serve(pod.Address);
        var first = await _documents.CurrentAsync(default);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Same(first, await _documents.CurrentAsync(default));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Current_OtherDigest_IsReadAnewAfterThePause()
    {
        await using var pod = await PodAsync();
        Serve(pod.Address);
        await _documents.CurrentAsync(default);
        (_digest, _answer) = ("sha256:2", """{"openapi":"3.1.1","paths":{"/b":{}}}""");

        await _documents.CurrentAsync(default);
        Assert.Equal(1, _asked);
        _time.Advance(ServiceDocuments.Pause);
        Assert.NotNull((await _documents.CurrentAsync(default))[Faces].Content!["paths"]!["/b"]);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Current_OtherPods_IsReadFromOneOfThem()
    {
        await using var old = await PodAsync();
        Serve(old.Address);
        await _documents.CurrentAsync(default);
        await using var young = await PodAsync();
        Serve(young.Address);
        _time.Advance(ServiceDocuments.Pause);

        Assert.Equal(young.Address, (await _documents.CurrentAsync(default))[Faces].Pod!.Address);
    }

    [Fact]
    public async Task Current_NoPodsAnyMore_KeepsTheLastDocument()
    {
        await using var pod = await PodAsync();
        Serve(pod.Address);
        await _documents.CurrentAsync(default);
        Serve();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull((await _documents.CurrentAsync(default))[Faces].Content);
    }

    [Fact]
    public async Task Current_PodIsBrokenForOnce_KeepsTheLastDocumentOfTheSameDigest()
    {
        await using var old = await PodAsync();
        Serve(old.Address);
        await _documents.CurrentAsync(default);
        await using var young = await PodAsync();
        _answer = "broken";
        Serve(young.Address);
        _time.Advance(ServiceDocuments.Pause);
        Assert.NotNull((await _documents.CurrentAsync(default))[Faces].Content!["paths"]!["/a"]);

        _digest = "sha256:2";
        _time.Advance(ServiceDocuments.Pause);
        Assert.Null((await _documents.CurrentAsync(default))[Faces].Content);
    }

    [Fact]
    public async Task Current_PodThatCannotBeReached_IsNotAskedWithEveryRequest()
    {
        await using var pod = await PodAsync();
        _answer = "broken";
        Serve(pod.Address);
        for (int i = 0; i < 10; i++)
            await _documents.CurrentAsync(default);

        Assert.Equal(1, _asked);
        Assert.Equal("its document is not JSON", (await _documents.CurrentAsync(default))[Faces].Fault);
    }

    [Fact]
    public async Task Current_DeploymentIsGone_IsForgotten()
    {
        await using var pod = await PodAsync();
        Serve(pod.Address);
        await _documents.CurrentAsync(default);
        _live.Replace(RouteTable.Compute([Given.Deployment("other")], _ => [Given.Slice("other", [pod.Address])]));

        Assert.Equal(["other"], (await _documents.CurrentAsync(default)).Keys.Select(k => k.Name));
    }

    [Fact]
    public async Task Current_OnlyACanaryThatGetsNothing_IsToldRatherThanThrown()
    {
        await using var pod = await PodAsync();
        _live.Replace(RouteTable.Compute([Given.Deployment("faces")], _ => [Given.Slice("faces", [pod.Address], "canary")]));

        Assert.Equal("no pod answers", (await _documents.CurrentAsync(default))[Faces].Fault);
        Assert.Equal(0, _asked);
    }

    private void Serve(params Address[] pods) => _live.Replace(RouteTable.Compute([Given.Deployment("faces")], _ => pods.Select(p => Given.Slice("faces", [p]))));

    private Task<UpstreamPod> PodAsync() => UpstreamPod.StartAsync(http =>
    {
        Interlocked.Increment(ref _asked);
        return http.Response.WriteAsync(_answer);
    });
}
