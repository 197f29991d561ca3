namespace Argus.LocalCluster.Cel;

/// <summary>A value that may be absent, such as oldSelf of a rule with optionalOldSelf.</summary>
internal sealed record CelOptional(bool HasValue, object? Value)
{
    public static readonly CelOptional None = new(false, null);
}
