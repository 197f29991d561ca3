using System.Text;
using Argus.Gateway.Balancing;
using Argus.Gateway.Health;
using Argus.Gateway.Proxying;
using Argus.Gateway.Routing;
using Argus.Gateway.Tests.Running;
using Argus.Testing;

namespace Argus.Gateway.Tests.Health;

public sealed class PodHealthTests : IDisposable
{
    private readonly TaskCompletionSource _release = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PodConnections _pods = new();
    private int _asked;

    public void Dispose() => _pods.Dispose();

    [Fact]
    public async Task Ask_ByManyAtOnce_IsOneQuestionAndTheNextIsAnother()
    {
        await using var pod = await PodAsync();
        var (health, backend) = (new PodHealth(_pods, _time), BackendOf(pod));

        var answers = Enumerable.Range(0, 50).Select(_ => health.AskAsync(backend, default)).ToArray();
        _release.SetResult();
        Assert.All(await Task.WhenAll(answers), a => Assert.Equal("well", Encoding.UTF8.GetString(a!)));
        Assert.Equal(1, _asked);

        Assert.NotNull(await health.AskAsync(backend, default));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Ask_OneHangsUp_TheOthersGetTheirAnswer()
    {
        await using var pod = await PodAsync();
        var (health, backend) = (new PodHealth(_pods, _time), BackendOf(pod));
        using var hangUp = new CancellationTokenSource();

        var first = health.AskAsync(backend, hangUp.Token);
        var second = health.AskAsync(backend, default);
        await hangUp.CancelAsync();
        _release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await second);
        Assert.False(backend.Stable.Destinations[0].IsResting);
    }

    [Fact]
    public async Task Ask_PodThatIsSilent_IsGivenUpAndLeftInPeace()
    {
        await using var pod = await PodAsync();
        var (health, backend) = (new PodHealth(_pods, _time), BackendOf(pod));

        var answer = health.AskAsync(backend, default);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await answer);
        Assert.True(backend.Stable.Destinations[0].IsResting);
        _release.SetResult();
    }

    private LiveBackend BackendOf(UpstreamPod pod) =>
        LiveTable.Empty.Next(RouteTable.Compute([Given.Deployment("faces")], _ => [Given.Slice("faces", [pod.Address])]), _time).Backends.Single();

    private Task<UpstreamPod> PodAsync() => UpstreamPod.StartAsync(_ => Task.CompletedTask, health: async http =>
    {
        Interlocked.Increment(ref _asked);
        await _release.Task;
        await http.Response.WriteAsync("well");
    });
}
