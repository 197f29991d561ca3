using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>What becomes of the objects that this one owns; the kind's default when null.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>What must hold of the object, or it is a conflict.</summary>
    public V1Preconditions? Preconditions { get; init; }

    /// <summary>Seconds given to end; the object's own when null.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Checks everything and deletes nothing.</summary>
    public bool DryRun { get; init; }

    internal V1DeleteOptions ToBody() => new()
    {
        ApiVersion = "v1",
        Kind = "DeleteOptions",
        PropagationPolicy = Propagation?.ToString(),
        Preconditions = Preconditions,
        GracePeriodSeconds = GracePeriodSeconds,
        DryRun = DryRun ? ["All"] : null,
    };
}
