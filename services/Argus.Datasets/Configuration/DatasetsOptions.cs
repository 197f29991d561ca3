using System.Collections.Immutable;
using Argus.Contracts.Classes;
using Argus.Data.Blobs.S3;
using Argus.ServiceDefaults.Auth.Trust;

namespace Argus.Datasets.Configuration;

/// <summary>Settings of the process; read from the environment once, by <see cref="DatasetsOptionsReader"/>.</summary>
internal sealed record DatasetsOptions
{
    /// <summary>The classes of the documents.</summary>
    public static readonly ImmutableArray<string> DefaultClasses = [.. FaceClassNames.Default];

    /// <summary>Address to listen on (HOST); default all.</summary>
    public string Host { get; init; } = "0.0.0.0";

    /// <summary>Port to listen on (PORT); default 8003; 0 takes any free one.</summary>
    public int Port { get; init; } = 8003;

    /// <summary>Port that has <c>GET /datasets/models</c> alone and asks nobody who he is, for model servers and the operator (ARGUS_MODELS_PORT); default 0, none.</summary>
    public int ModelsPort { get; init; }

    /// <summary>The least severe log that is written (LOG_LEVEL).</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Who may call (ARGUS_JWT_KEYS, ARGUS_JWT_ISSUER, ARGUS_JWT_AUDIENCE; ARGUS_AUTH; AUTH_DISABLED, TEST_MODE); default nobody.</summary>
    public TrustOptions Trust { get; init; } = new();

    /// <summary>The database, as Npgsql takes it (DB_HOST, DB_PORT, DB_USER, DB_PASSWORD or DB_PASSWORD_FILE, DB_NAME).</summary>
    public required string Database { get; init; }

    /// <summary>Schema of this service's own tables (ARGUS_DATASETS_SCHEMA): lower-case letters, digits and underlines.</summary>
    public string Schema { get; init; } = "argus_datasets";

    /// <summary>Folder with a folder for each bucket (ARGUS_DATA); default <c>data</c>. Of no effect with <see cref="S3"/>.</summary>
    public string Data { get; init; } = "data";

    /// <summary>How S3 is reached (MINIO_ENDPOINT, MINIO_ROOT_USER, MINIO_ROOT_PASSWORD or MINIO_ROOT_PASSWORD_FILE, MINIO_REGION), its bucket aside; null keeps files in folders.</summary>
    public S3Options? S3 { get; init; }

    /// <summary>Bucket of what users uploaded (STYLE_PHOTO_BUCKET).</summary>
    public string PhotoBucket { get; init; } = "style-photos";

    /// <summary>Bucket of datasets, manifests and checkpoints (ML_ARTIFACTS_BUCKET); made where it is not there.</summary>
    public string ArtifactBucket { get; init; } = "ml-artifacts";

    /// <summary>The classes that photos can be verified as (ARGUS_CLASSES_FILE: one a line).</summary>
    public ImmutableArray<string> Classes { get; init; } = DefaultClasses;

    /// <summary>Most bytes of a photo (ARGUS_MAX_BYTES); a larger one is skipped. Default 32 MiB.</summary>
    public long MaxBytes { get; init; } = 32 << 20;

    /// <summary>Photos that are copied or embedded at once (ARGUS_WORKERS); each is held in memory. Default 4.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Where a model server or the gateway answers POST /detect (ARGUS_INFERENCE_URL); null fits no centroids.</summary>
    public Uri? Inference { get; init; }

    /// <summary>File with the API key for it (ARGUS_INFERENCE_KEY_FILE), read again for each request; null sends none.</summary>
    public string? InferenceKeyFile { get; init; }

    /// <summary>Longest that it may take for one photo (ML_SERVICE_TIMEOUT, milliseconds); default 30 s.</summary>
    public TimeSpan InferenceTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
