namespace Argus.Kube.Client;

/// <summary>Which part of a log.</summary>
public sealed record PodLogOptions
{
    /// <summary>Needed when the pod has several.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The container's last run before this one.</summary>
    public bool Previous { get; init; }

    /// <summary>A time before each line.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only the last so many seconds.</summary>
    public long? SinceSeconds { get; init; }

    /// <summary>Only so many bytes from the beginning.</summary>
    public long? LimitBytes { get; init; }
}
