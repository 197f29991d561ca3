using Argus.Kube.Api;

namespace Argus.Kube.Watch;

/// <summary>An object came, changed or went.</summary>
/// <param name="Key">Which.</param>
/// <param name="Old">Null when it came.</param>
/// <param name="New">Null when it went.</param>
public readonly record struct ObjectChange<T>(ObjectKey Key, T? Old, T? New)
    where T : class;
