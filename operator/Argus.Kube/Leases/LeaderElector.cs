using System.Text.Json;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Leases;

/// <summary>Lets one of several processes work at a time, by a Lease.</summary>
public sealed class LeaderElector
{
    /// <summary>A watch that ends sooner than this counts as a failure: beginning anew at once would be a storm.</summary>
    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(1);

    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly LeaseCandidate _candidate;
    private volatile bool _leads;

    /// <exception cref="ArgumentException">The options do not fit together.</exception>
    public LeaderElector(KubernetesClient client, LeaderElectionOptions options)
    {
        options.Validate();
        _time = client.Time;
        _jitter = client.Jitter;
        _options = options;
        _candidate = new LeaseCandidate(client.Resource<V1Lease>(), options, client.Time);
    }

    /// <summary>Whether this process leads now.</summary>
    public bool IsLeader => _leads;

    /// <summary>
    /// Stands for election until cancelled, and runs <paramref name="lead"/> whenever it leads. The token given to it is cancelled when leadership is lost, at the latest
    /// <see cref="LeaderElectionOptions.RenewDeadline"/> after the last renewal was sent; it has the rest of the lease's time to stop.
    /// When cancelled, the work is waited for and then the lease given back. Work that ends or throws ends the election too.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                long since = await AcquireAsync(cancellationToken);
                if (await LeadAsync(lead, since, cancellationToken))
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Waits until the lease is ours, and returns when the request that made it so was sent.</summary>
    private async Task<long> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long sent = _time.GetTimestamp();
            if (await TryAsync(_candidate.TakeAsync, _options.RenewDeadline, cancellationToken))
                return sent;
            if (!await FollowAsync(cancellationToken))
                await Task.Delay(Shorter(_jitter.Above(_options.RetryPeriod, 0.2), _candidate.Rest), _time, cancellationToken);
        }
    }

    /// <summary>Watches a lease that another holds; false where the next try has to wait.</summary>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        if (_candidate.Rest == TimeSpan.Zero)
            return false;
        long began = _time.GetTimestamp();
        return await TryAsync(_candidate.FollowAsync, Timeout.InfiniteTimeSpan, cancellationToken) || _time.GetElapsedTime(began) >= TooShort;
    }

    /// <summary>True when the work ended by itself.</summary>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, long since, CancellationToken cancellationToken)
    {
        // Its own timer, so that a renewal that hangs does not keep a lost leader working.
        using var deadline = new CancellationTokenSource(Remaining(since), _time);
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        // Not cancelled by a shutdown: the lease is kept while the work comes to its end.
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        _leads = true;
        using var ending = leading.Token.Register(() => _leads = false);
        var work = StartAsync(lead, leading.Token);
        var renewals = RenewAsync(deadline, renewing.Token);
        try
        {
            await Task.WhenAny(work, renewals);
            bool done = work.IsCompleted && !leading.IsCancellationRequested;
            await leading.CancelAsync();
            await work;
            return done;
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await renewing.CancelAsync();
            await renewals;
            _leads = false;
            // After the work has ended, so that the next leader does not meet it.
            if (!deadline.IsCancellationRequested)
                await TryAsync(_candidate.ReleaseAsync, _options.RetryPeriod, CancellationToken.None);
        }
    }

    // Async, so that work which throws before it first waits is a failed task too.
    private static async Task StartAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) => await lead(cancellationToken);

    /// <summary>Renews until cancelled or lost.</summary>
    private async Task RenewAsync(CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        try
        {
            while (_candidate.Holds)
            {
                await Task.Delay(_options.RetryPeriod, _time, cancellationToken);
                long sent = _time.GetTimestamp();
                if (await TryAsync(_candidate.TakeAsync, _options.RenewDeadline, cancellationToken))
                    deadline.CancelAfter(Remaining(sent));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Lost, or asked to stop.
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> attempt, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await attempt(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _options.OnFailure?.Invoke(new TimeoutException($"The lease {_options.Namespace}/{_options.Name} could not be written within {limit.TotalSeconds:0.#} s."));
        }
        catch (Exception error) when (error is KubernetesException or HttpRequestException or IOException or TimeoutException or JsonException or KubeConfigException)
        {
            _options.OnFailure?.Invoke(error);
        }

        return false;
    }

    // A lease that runs out meanwhile is not left lying.
    private static TimeSpan Shorter(TimeSpan wait, TimeSpan rest) => rest > TimeSpan.Zero && rest < wait ? rest : wait;

    private TimeSpan Remaining(long since)
    {
        var remaining = _options.RenewDeadline - _time.GetElapsedTime(since);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
