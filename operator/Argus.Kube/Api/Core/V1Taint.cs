namespace Argus.Kube.Api.Core;

/// <summary>Keeps pods away that do not tolerate it.</summary>
public sealed record V1Taint
{
    public required string Effect { get; init; }

    public required string Key { get; init; }

    public DateTimeOffset? TimeAdded { get; init; }

    public string? Value { get; init; }
}
