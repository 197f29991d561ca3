using Argus.Kube.Api.Coordination;
using Argus.Kube.Client;

namespace Argus.Kube.Leases;

/// <summary>
/// One candidate's view of the lease, and what it writes. Whether a lease has run out is judged only by how long it has been seen unchanged on the candidate's own
/// monotonic clock: the times in it come from other machines' clocks, which may be wrong.
/// </summary>
internal sealed class LeaseCandidate(KubernetesResource<V1Lease> leases, LeaderElectionOptions options, TimeProvider time)
{
    /// <summary>Watches end by themselves after this; none lasts longer than the leader is silent.</summary>
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(10);

    /// <summary>Timers count in ticks of some milliseconds and may be that early; a try before the lease has run out would be in vain.</summary>
    private static readonly TimeSpan TimerTick = TimeSpan.FromMilliseconds(5);

    // As last seen. One that was deleted is kept: who held it may not know yet.
    private V1Lease? _lease;
    private bool _isThere;
    private long _seenAt;

    /// <summary>Whether the lease was ours when last seen.</summary>
    public bool Holds => _isThere && Holder == options.Identity;

    /// <summary>How long to leave the lease alone; zero when it may be taken.</summary>
    public TimeSpan Rest
    {
        get
        {
            if (Holder.Length == 0 || Holder == options.Identity)
                return TimeSpan.Zero;
            var duration = _lease?.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;
            var rest = duration - time.GetElapsedTime(_seenAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    private string Holder => _lease?.Spec?.HolderIdentity ?? "";

    private string Leader => _isThere ? Holder : "";

    /// <summary>Takes or renews the lease; false when another has it.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What has run out as far as we saw is written without another look: with its version, so that it fails if there is more to see.
            if (_lease is null || Rest > TimeSpan.Zero)
                await LookAsync(cancellationToken);
            if (Rest > TimeSpan.Zero)
                return false;
            See(_lease is null || !_isThere
                ? await leases.CreateAsync(New(), null, cancellationToken)
                : await leases.ReplaceAsync(Taken(_lease), null, cancellationToken));
            return true;
        }
        catch (KubernetesException error) when (error.IsConflict || error.IsAlreadyExists || (error.IsObjectMissing && _isThere))
        {
            // Someone else wrote: look again before the next try.
            await LookAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>
    /// Watches a lease that another holds, so that every renewal is seen as it comes. True when it may be taken; false when it is to be looked at, because the watch
    /// ended or has been silent for so long that the leader or the watch must be dead.
    /// </summary>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Silence(), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        // From the newest version on, not from that of the lease: the server may have forgotten what came after a lease that lay for long.
        var selection = new WatchOptions { FieldSelector = $"metadata.name={options.Name}", Timeout = LongestWatch };
        try
        {
            await foreach (var change in leases.WatchAsync(options.Namespace, selection, linked.Token))
            {
                if (change.Object is not { } lease)
                    continue;
                See(change.Type == WatchEventType.Deleted ? null : lease);
                if (Rest == TimeSpan.Zero)
                    return true;
                silence.CancelAfter(Silence());
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Silent, or run out.
        }

        return Rest == TimeSpan.Zero;
    }

    /// <summary>Gives the lease back, so that the next candidate need not wait; false when it was no longer ours.</summary>
    public async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_lease is null || !Holds)
            return false;
        try
        {
            See(await leases.ReplaceAsync(Released(_lease), null, cancellationToken));
        }
        catch (KubernetesException error) when (error.IsConflict)
        {
            // A renewal whose answer was not waited for.
            await LookAsync(cancellationToken);
            if (_lease is null || !Holds)
                return false;
            See(await leases.ReplaceAsync(Released(_lease), null, cancellationToken));
        }

        return true;
    }

    private async Task LookAsync(CancellationToken cancellationToken) => See(await leases.FindAsync(options.Name, options.Namespace, cancellationToken));

    private void See(V1Lease? lease)
    {
        string before = Leader;
        if ((lease is not null) != _isThere || (lease is not null && lease.Metadata.ResourceVersion != _lease?.Metadata.ResourceVersion))
            _seenAt = time.GetTimestamp();
        _isThere = lease is not null;
        _lease = lease ?? _lease;
        if (Leader != before)
            options.OnNewLeader?.Invoke(Leader);
    }

    // A leader renews in every retry period.
    private TimeSpan Silence()
    {
        var rest = Rest + TimerTick;
        return rest < 2 * options.RetryPeriod ? rest : 2 * options.RetryPeriod;
    }

    private V1Lease New() => new()
    {
        Metadata = new() { Name = options.Name, Namespace = options.Namespace },
        Spec = Held(null),
    };

    /// <summary>The version is kept, so that of two candidates one fails.</summary>
    private V1Lease Taken(V1Lease lease) => lease with { Spec = Held(lease.Spec) };

    private V1Lease Released(V1Lease lease) => lease with
    {
        Spec = (lease.Spec ?? new V1LeaseSpec()) with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = time.GetUtcNow() },
    };

    private V1LeaseSpec Held(V1LeaseSpec? old)
    {
        var now = time.GetUtcNow();
        bool mine = old?.HolderIdentity == options.Identity;
        return (old ?? new V1LeaseSpec()) with
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = mine ? old!.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = old is null ? 0 : (old.LeaseTransitions ?? 0) + (mine ? 0 : 1),
        };
    }
}
