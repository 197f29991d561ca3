using Argus.Kube.Api.Coordination;
using Argus.Kube.Client;

namespace Argus.Kube.Leases;

/// <summary>
/// One candidate's view of the lease, and what it writes. Whether a lease has run out is judged only by how long it has been seen unchanged on the candidate's own
/// monotonic clock: the times in it come from other machines' clocks, which may be wrong.
/// </summary>
internal sealed class LeaseCandidate(KubernetesResource<V1Lease> leases, LeaderElectionOptions options, TimeProvider time)
{
    private V1Lease? _lease;
    private long _seenAt;

    /// <summary>Whether the lease was ours when last seen.</summary>
    public bool Holds => Holder == options.Identity;

    /// <summary>How long to leave the lease alone; zero when it may be taken.</summary>
    public TimeSpan Rest
    {
        get
        {
            if (Holder.Length == 0 || Holds)
                return TimeSpan.Zero;
            var duration = _lease?.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;
            var rest = duration - time.GetElapsedTime(_seenAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    private string Holder => _lease?.Spec?.HolderIdentity ?? "";

    /// <summary>Takes or renews the lease; false when another has it.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!Holds)
                await LookAsync(cancellationToken);
            if (Rest > TimeSpan.Zero)
                return false;
            See(_lease is null
                ? await leases.CreateAsync(New(), null, cancellationToken)
                : await leases.ReplaceAsync(Taken(_lease), null, cancellationToken));
            return true;
        }
        catch (KubernetesException error) when (error.IsConflict || error.IsAlreadyExists || error.IsObjectMissing)
        {
            // Someone else wrote: look again before the next try.
            await LookAsync(cancellationToken);
            return false;
        }
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
        string before = Holder;
        if (lease?.Metadata.ResourceVersion != _lease?.Metadata.ResourceVersion)
            _seenAt = time.GetTimestamp();
        _lease = lease;
        if (Holder != before)
            options.OnNewLeader?.Invoke(Holder);
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
