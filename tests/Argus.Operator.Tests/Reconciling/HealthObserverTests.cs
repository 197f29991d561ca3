using System.Collections.Concurrent;
using System.Net;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Operator.Reconciling;
using Argus.Operator.Rendering;
using Argus.Testing;
using Argus.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Operator.Tests.Reconciling;

public sealed class HealthObserverTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Pod _pod = new();
    private readonly ConcurrentQueue<ObjectKey> _concerns = [];
    private readonly Signal _told = new();
    private readonly HealthObserver _observer;

    public HealthObserverTests() => _observer = new HealthObserver(new HttpClient(_pod), key => { _concerns.Enqueue(key); _told.Set(); }, Interval, _time, NullLogger.Instance);

    public void Dispose() => _observer.Dispose();

    [Fact]
    public async Task Start_APodThatTakesRequests_IsUnaskedUntilItHasAnswered()
    {
        var pod = PodOf(ready: true);
        Assert.True(_observer.IsUnasked(pod));

        _observer.Start([pod]);
        await ToldAsync(1);

        Assert.False(_observer.IsUnasked(pod));
        Assert.Equal("healthy", _observer.Find(pod)!.Status);
    }

    [Fact]
    public async Task Start_APodThatIsSilent_IsNoLongerUnaskedAndConcernsItsOwner()
    {
        _pod.Answer = null;
        var pod = PodOf(ready: true);

        _observer.Start([pod]);
        await ToldAsync(1);

        Assert.False(_observer.IsUnasked(pod));
        Assert.Null(_observer.Find(pod));
        Assert.Equal([new ObjectKey("ns", "faces")], _concerns);
    }

    [Fact]
    public void IsUnasked_APodThatTakesNoRequests_IsNotWaitedFor() => Assert.False(_observer.IsUnasked(PodOf(ready: false)));

    [Fact]
    public void Start_APodWithAServerOfSomebodyElses_IsNeitherAskedNorWaitedFor()
    {
        var pod = PodOf(ready: true);
        pod = pod with { Metadata = pod.Metadata with { Labels = new Dictionary<string, string>(pod.Metadata.Labels!) { [Names.Runtime] = Names.OwnImage } } };

        _observer.Start([pod]);

        Assert.False(_observer.IsUnasked(pod));
        Assert.Equal(0, _pod.Count);
    }

    [Fact]
    public async Task Find_APodThatChangesItsAnswerWhileItStaysReady_IsNoticedWithinTheInterval()
    {
        var pod = PodOf(ready: true);
        _observer.Start([pod]);
        await ToldAsync(1);

        _pod.Answer = """{"status":"healthy","model_digest":"sha256:other"}""";
        await _pod.AskedAsync(2, () => _time.Advance(Interval));
        await ToldAsync(2);

        Assert.Equal("sha256:other", _observer.Find(pod)!.Digest);
    }

    [Fact]
    public async Task Find_APodThatStaysAsItIs_ConcernsNobodyAgain()
    {
        _observer.Start([PodOf(ready: true)]);
        await ToldAsync(1);

        for (int n = 2; n <= 20; n++)
            await _pod.AskedAsync(n, () => _time.Advance(Interval));

        Assert.Single(_concerns);
    }

    private Task ToldAsync(int count) => _told.UntilAsync(() => _concerns.Count >= count, TimeSpan.FromSeconds(30), () => $"Told {_concerns.Count} times, not {count}.");

    private static V1Pod PodOf(bool ready) => new()
    {
        Metadata = new() { Name = "faces-1", Namespace = "ns", Uid = "u", Labels = new Dictionary<string, string> { [Names.Deployment] = "faces" } },
        Status = new()
        {
            PodIP = "127.0.0.1",
            ContainerStatuses = [new() { Name = Names.Container, Image = "i", ImageID = "i", Ready = ready, RestartCount = 0, State = new() { Running = new() } }],
        },
    };

    /// <summary>What is at the other end of the wire.</summary>
    private sealed class Pod : HttpMessageHandler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public string? Answer { get; set; } = """{"status":"healthy","model_digest":"sha256:one"}""";

        /// <summary>Waits until it was asked so often; time goes on until then.</summary>
        public async Task AskedAsync(int count, Action pass)
        {
            // The next wait may not have begun yet: time passes until somebody has waited for it.
            while (Volatile.Read(ref _count) < count)
            {
                pass();
                await Task.Yield();
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Answer is null
                ? Task.FromException<HttpResponseMessage>(new HttpRequestException("Nobody listens."))
                : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer) });
        }
    }
}
