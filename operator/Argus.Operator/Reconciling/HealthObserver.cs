using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Watch;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

/// <summary>
/// Asks pods how they are. A pod is asked often until it is healthy, now and then after that, and at once when its container was restarted or its
/// readiness changed; one of a canary is asked more often, since its errors count. Only the leader asks.
/// </summary>
/// <param name="http">Reaches pods.</param>
/// <param name="concern">Told whose pod said something new, or said nothing when it was asked first.</param>
/// <param name="interval">How often a healthy pod is asked again.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Where answers go.</param>
internal sealed class HealthObserver(HttpClient http, Action<ObjectKey> concern, TimeSpan interval, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CanaryInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Asked> _pods = [];
    private readonly SemaphoreSlim _slots = new(64);

    // Who leads and what a mirror shows change on threads of their own: a pod that one begins to ask and the other forgets would be asked for ever.
    private readonly Lock _changing = new();
    private bool _isActive;

    /// <summary>What a pod last said since its container was started; null where it has said nothing.</summary>
    public HealthReport? Find(V1Pod pod) =>
        _pods.TryGetValue(pod.Metadata.Uid ?? "", out var asked) && asked.Restarts == RestartsOf(pod) ? asked.Report : null;

    /// <summary>Whether a pod takes requests and was not asked yet. Whoever leads anew must not call such a pod silent; <c>concern</c> is told once it was asked.</summary>
    public bool IsUnasked(V1Pod pod) =>
        IsAskable(pod) && ContainerOf(pod)!.Ready
        && !(_pods.TryGetValue(pod.Metadata.Uid!, out var asked) && asked.Restarts == RestartsOf(pod) && asked.WasAsked);

    /// <summary>Begins to ask.</summary>
    public void Start(IEnumerable<V1Pod> pods)
    {
        lock (_changing)
        {
            _isActive = true;
            foreach (var pod in pods)
                LookNeedsLock(pod);
        }
    }

    /// <summary>Stops to ask and forgets all answers.</summary>
    public void Stop()
    {
        lock (_changing)
        {
            _isActive = false;
            foreach (string uid in _pods.Keys)
                ForgetNeedsLock(uid);
        }
    }

    /// <summary>Takes note of a pod.</summary>
    public void Changed(ObjectChange<V1Pod> change)
    {
        lock (_changing)
        {
            if (change.New is { } pod && _isActive)
                LookNeedsLock(pod);
            else if (change.Old?.Metadata.Uid is { } uid)
                ForgetNeedsLock(uid);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        http.Dispose();
        _slots.Dispose();
    }

    private void LookNeedsLock(V1Pod pod)
    {
        if (!IsAskable(pod))
            return;
        string uid = pod.Metadata.Uid!;
        bool isReady = ContainerOf(pod)!.Ready;
        int restarts = RestartsOf(pod);
        _pods.TryGetValue(uid, out var before);
        if (before is not null && before.Restarts == restarts && before.IsReady == isReady)
            return;
        before?.Stop.Cancel();
        // What it said stays true until it says something else, but not beyond a restart.
        bool isSame = before?.Restarts == restarts;
        var asked = new Asked(restarts, isReady, new CancellationTokenSource()) { Report = isSame ? before!.Report : null, WasAsked = isSame && before!.WasAsked };
        _pods[uid] = asked;
        _ = AskOnAndOnAsync(pod, pod.Status!.PodIP!, asked, asked.Stop.Token);
    }

    private async Task AskOnAndOnAsync(V1Pod pod, string ip, Asked asked, CancellationToken cancellationToken)
    {
        bool isCanary = pod.Metadata.Labels?.GetValueOrDefault(Names.Variant) == Names.Canary;
        var wait = FirstWait;
        while (!cancellationToken.IsCancellationRequested)
        {
            var report = await AskAsync(ip, isCanary, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                return;
            bool isNew = report is not null && !report.SaysTheSameAs(asked.Report);
            if (isNew)
            {
                asked.Report = report;
                Log.Health(log, pod.Metadata.Name ?? "", report!.Status);
            }

            bool isFirst = !asked.WasAsked;
            asked.WasAsked = true;
            if ((isNew || isFirst) && Mirrors.OwnerOf(pod) is { } owner)
                concern(owner);
            bool isHealthy = report?.Status == HealthReport.Healthy;
            wait = isHealthy ? isCanary ? CanaryInterval : interval : wait < LongestWait ? wait * 2 : LongestWait;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HealthReport?> AskAsync(string ip, bool isCanary, CancellationToken cancellationToken)
    {
        string host = IPAddress.TryParse(ip, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{ip}]" : ip;
        string root = $"http://{host}:{Names.PortNumber}";
        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                // Not warm is an answer too, with 503.
                using var response = await http.GetAsync(new Uri($"{root}/health"), cancellationToken);
                var report = HealthAnswer.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));
                if (report is null || !isCanary)
                    return report;
                var (requests, failures) = HealthAnswer.Count(await http.GetStringAsync(new Uri($"{root}/metrics"), cancellationToken));
                return report with { Requests = requests, Failures = failures };
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void ForgetNeedsLock(string uid)
    {
        if (_pods.TryRemove(uid, out var asked))
            asked.Stop.Cancel();
    }

    private static bool IsAskable(V1Pod pod) =>
        pod is { Metadata.Uid: not null, Status.PodIP.Length: > 0 } && !Names.IsOutOfSight(pod) && ContainerOf(pod)?.State?.Running is not null;

    private static int RestartsOf(V1Pod pod) => ContainerOf(pod)?.RestartCount ?? 0;

    private static V1ContainerStatus? ContainerOf(V1Pod pod) => pod.Status?.ContainerStatuses?.FirstOrDefault(c => c.Name == Names.Container);

    private sealed record Asked(int Restarts, bool IsReady, CancellationTokenSource Stop)
    {
        public HealthReport? Report { get; set; }

        public bool WasAsked { get; set; }
    }
}
