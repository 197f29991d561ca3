namespace Argus.Data.Blobs.S3;

/// <summary>A bucket of S3, MinIO or the like, and how it is reached.</summary>
public sealed record S3Options
{
    /// <summary>Where the store answers, such as <c>http://minio:9000</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Who calls.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret that calls are signed with.</summary>
    public required string SecretKey { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Region that calls are signed for; MinIO takes any. Default us-east-1.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Longest that one try of a call may take; default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is tried again where the store is away or busy; default 3.</summary>
    public int Retries { get; init; } = 3;
}
