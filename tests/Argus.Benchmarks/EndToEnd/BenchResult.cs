namespace Argus.Benchmarks.EndToEnd;

/// <summary>What <c>./argus bench --json</c> prints.</summary>
internal sealed record BenchResult
{
    public required string Machine { get; init; }

    public required int Cores { get; init; }

    public required string Pack { get; init; }

    /// <summary>From process start to the first 200 of /health/ready, packs on disk.</summary>
    public required double ReadySeconds { get; init; }

    /// <summary>Resident memory of the server when ready, before the first request.</summary>
    public required double ReadyMegabytes { get; init; }

    /// <summary>Resident memory of the server after all loads.</summary>
    public required double ResidentMegabytes { get; init; }

    /// <summary>Part of one core that the server uses when nobody calls, in percent.</summary>
    public required double IdleCpuPercent { get; init; }

    public required IReadOnlyList<PhotoResult> Photos { get; init; }

    /// <summary>Faces/s of the bare recognizer by crops a run, a run on each core.</summary>
    public required SortedDictionary<int, double> RecognizerFacesPerSecond { get; init; }
}

/// <summary>One photo under every load.</summary>
internal sealed record PhotoResult(string Photo, int Faces, string DetectorShape, IReadOnlyList<LoadResult> Loads);

/// <summary>One load; ratios are of images/s to the bare loop of the same round: median, least and most over the rounds.</summary>
internal sealed record LoadResult
{
    public required string Load { get; init; }

    public required double ImagesPerSecond { get; init; }

    public required double FacesPerSecond { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double CpuSecondsPerImage { get; init; }

    /// <summary>Processor time a picture of the bare loop in parts of this load's: what stays comparable when others use the machine too.</summary>
    public required double CpuRatioToLimit { get; init; }

    public required double PeakMegabytes { get; init; }

    public required double RatioToLimit { get; init; }

    public required double RatioMin { get; init; }

    public required double RatioMax { get; init; }
}
