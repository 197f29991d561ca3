using Argus.Kube.Api;

namespace Argus.Kube.Watch;

/// <summary>What a reflector mirrors, and whom it tells.</summary>
public sealed record ReflectorOptions<T>
    where T : class, IKubernetesObject<T>
{
    /// <summary>All namespaces when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>Such as <c>app.kubernetes.io/managed-by=argus</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Such as <c>spec.nodeName=node-1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page of a list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Makes an object smaller before it is kept, for instance without managed fields.</summary>
    public Func<T, T>? Trim { get; init; }

    /// <summary>The object that one belongs to, for <see cref="Snapshot{T}.Group"/>; null when to none.</summary>
    public Func<T, ObjectKey?>? GroupBy { get; init; }

    /// <summary>Told of every change after the snapshot has it, one after the other. It must be quick and must not throw.</summary>
    public Action<ObjectChange<T>>? OnChange { get; init; }

    /// <summary>Told of every failure, and when the next try is. The snapshot stays as it was.</summary>
    public Action<Exception, TimeSpan>? OnFailure { get; init; }
}
