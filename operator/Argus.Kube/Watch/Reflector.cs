using System.Net;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Watch;

/// <summary>
/// Mirrors the objects of one kind: lists them, then watches, and goes on from the last version seen when a watch ends or breaks.
/// While the server is away the last snapshot stays; a version that is too old is made good by a new list, whose differences are told like any other change.
/// </summary>
public sealed class Reflector<T>
    where T : class, IKubernetesObject<T>
{
    /// <summary>Watches end by themselves after this and up to as long again, so that load spreads over servers that come back.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromMinutes(5);

    /// <summary>A watch that ends sooner than this, without an event, counts as a failure: asking again at once would be a storm.</summary>
    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly KubernetesResource<T> _resource;
    private readonly ReflectorOptions<T> _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Snapshot<T> _snapshot;
    private bool _mustList = true;
    private bool _progress;

    public Reflector(KubernetesClient client, ReflectorOptions<T> options)
    {
        _resource = client.Resource<T>();
        _time = client.Time;
        _jitter = client.Jitter;
        _options = options;
        _snapshot = Snapshot<T>.Empty(options.GroupBy);
    }

    /// <summary>The newest state. Empty until the first list has been read.</summary>
    public Snapshot<T> Snapshot => _snapshot;

    /// <summary>Whether the first list has been read.</summary>
    public bool IsSynced => _synced.Task.IsCompletedSuccessfully;

    /// <summary>Ends when the first list has been read and its objects have been told.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => _synced.Task.WaitAsync(cancellationToken);

    /// <summary>Mirrors until cancelled. Runs once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            _progress = false;
            var failure = await TryAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                return;
            failures = _progress ? 0 : failures;
            // What has moved on goes on at once; only what fails again and again waits.
            var wait = failure is null || _progress ? TimeSpan.Zero : _jitter.BackOff(failures++, FirstBackOff, LongestBackOff);
            if (failure is not null)
                _options.OnFailure?.Invoke(failure, wait);
            await WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Null when the watch ended as it should.</summary>
    private async Task<Exception?> TryAsync(CancellationToken cancellationToken)
    {
        bool lists = _mustList;
        try
        {
            if (lists)
                await ListAsync(cancellationToken);
            await WatchAsync(cancellationToken);
            return _progress ? null : new IOException($"The watch on {_resource.Type.Plural} ended at once.");
        }
        catch (KubernetesException error)
        {
            // A throttled or unavailable server says nothing about the version; any other refusal may be because of it.
            _mustList |= !error.IsTooManyRequests && error.Code != HttpStatusCode.ServiceUnavailable;
            // Listing again is the way on, unless the version is from a list just read.
            _progress |= error.IsGone && !lists;
            return error;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or TimeoutException or JsonException or KubeConfigException)
        {
            return error;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await _resource.ListAsync(
            _options.Namespace,
            new ListOptions { LabelSelector = _options.LabelSelector, FieldSelector = _options.FieldSelector, Limit = _options.PageSize, AllPages = true },
            cancellationToken);
        var before = _snapshot;
        var after = before.Replaced(list.Items.Select(Trim), list.Metadata.ResourceVersion ?? "");
        _snapshot = after;
        _mustList = false;
        Tell(before, after);
        _synced.TrySetResult();
    }

    private void Tell(Snapshot<T> before, Snapshot<T> after)
    {
        if (_options.OnChange is not { } tell)
            return;
        foreach (var (key, value) in after.Objects)
        {
            var old = before.Find(key);
            if (old is null || old.Metadata.ResourceVersion != value.Metadata.ResourceVersion)
                tell(new ObjectChange<T>(key, old, value));
        }

        foreach (var (key, old) in before.Objects)
        {
            if (!after.Objects.ContainsKey(key))
                tell(new ObjectChange<T>(key, old, null));
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var options = new WatchOptions
        {
            LabelSelector = _options.LabelSelector,
            FieldSelector = _options.FieldSelector,
            ResourceVersion = _snapshot.ResourceVersion,
            Timeout = _jitter.Above(ShortestWatch, 1),
        };
        long started = _time.GetTimestamp();
        await foreach (var change in _resource.WatchAsync(_options.Namespace, options, cancellationToken))
        {
            _progress |= change.Type != WatchEventType.Bookmark;
            Take(change);
        }

        _progress |= _time.GetElapsedTime(started) >= TooShort;
    }

    private void Take(WatchEvent<T> change)
    {
        var before = _snapshot;
        if (change.Object is not { } value)
        {
            _snapshot = before.At(change.ResourceVersion);
            return;
        }

        var key = ObjectKey.Of(value);
        var old = before.Find(key);
        var kept = change.Type == WatchEventType.Deleted ? null : Trim(value);
        _snapshot = kept is null ? before.Without(key, change.ResourceVersion) : before.With(key, kept, change.ResourceVersion);
        if (old is not null || kept is not null)
            _options.OnChange?.Invoke(new ObjectChange<T>(key, old, kept));
    }

    private T Trim(T value) => _options.Trim?.Invoke(value) ?? value;

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // RunAsync ends.
        }
    }
}
