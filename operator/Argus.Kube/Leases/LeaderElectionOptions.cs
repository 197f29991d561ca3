namespace Argus.Kube.Leases;

/// <summary>Which Lease decides, and how fast.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Name of the Lease.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace of the Lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who this candidate is. Two candidates must never share it: a pod's name and something random.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait for a leader that no longer renews. Longer: slower takeover; shorter: more takeovers when the server is slow. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader works on without having renewed. Must be shorter than <see cref="LeaseDuration"/> by the time its work needs to stop. Default 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between renewals, between tries that fail, and between looks at the lease of another where it cannot be watched. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told who leads, whenever that changes; empty when nobody does.</summary>
    public Action<string>? OnNewLeader { get; init; }

    /// <summary>Told of every try that failed.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <exception cref="ArgumentException">The times do not fit together.</exception>
    internal void Validate()
    {
        if (string.IsNullOrEmpty(Identity))
            throw new ArgumentException("A candidate needs an identity.");
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration != TimeSpan.FromSeconds((int)LeaseDuration.TotalSeconds))
            throw new ArgumentException($"LeaseDuration must be whole seconds, not {LeaseDuration}.");
        if (RenewDeadline >= LeaseDuration)
            throw new ArgumentException($"RenewDeadline ({RenewDeadline}) must be shorter than LeaseDuration ({LeaseDuration}), or two could lead.");
        if (RetryPeriod <= TimeSpan.Zero || RetryPeriod * 1.5 >= RenewDeadline)
            throw new ArgumentException($"RetryPeriod ({RetryPeriod}) must be well below RenewDeadline ({RenewDeadline}).");
    }
}
