namespace Argus.Kube.Api.Core;

/// <summary>Which key becomes which file.</summary>
public sealed record V1KeyToPath
{
    public required string Key { get; init; }

    public int? Mode { get; init; }

    public required string Path { get; init; }
}
