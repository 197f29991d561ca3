using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Webhooks;
using Argus.Data.Vectors.Qdrant;
using Argus.Jobs.Score;
using Argus.ServiceDefaults.Auth.Trust;

namespace Argus.Jobs.Configuration;

/// <summary>Settings of the process; read from the environment once, by <see cref="JobsOptionsReader"/>.</summary>
internal sealed record JobsOptions
{
    /// <summary>Address to listen on (HOST); default all.</summary>
    public string Host { get; init; } = "0.0.0.0";

    /// <summary>Port to listen on (PORT); default 8001; 0 takes any free one.</summary>
    public int Port { get; init; } = 8001;

    /// <summary>The least severe log that is written (LOG_LEVEL).</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What this process does (ARGUS_ROLES: api, worker, media); default all, without media where MEDIA_STORE_URL names another.</summary>
    public JobsRoles Roles { get; init; } = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media;

    /// <summary>Who may call (ARGUS_JWT_KEYS, ARGUS_JWT_ISSUER, ARGUS_JWT_AUDIENCE; ARGUS_AUTH; AUTH_DISABLED, TEST_MODE); default nobody.</summary>
    public TrustOptions Trust { get; init; } = new();

    /// <summary>Callers that listen to the events of a job at one time (ARGUS_EVENT_STREAMS); more are refused; default 500.</summary>
    public int EventStreams { get; init; } = 500;

    /// <summary>Folder of what is kept on disk here (ARGUS_DATA): jobs.db, vectors and media, as far as no other store is named; default <c>data</c>.</summary>
    public string Data { get; init; } = "data";

    /// <summary>The database of jobs (DB_HOST, DB_PORT, DB_USER, DB_PASSWORD or DB_PASSWORD_FILE, DB_NAME, ARGUS_DB_SCHEMA); null keeps them in SQLite.</summary>
    public PostgresJobStoreOptions? Database { get; init; }

    /// <summary>How jobs are treated, without their sinks (ARGUS_JOB_ATTEMPTS, ARGUS_JOB_LEASE_MS, ARGUS_JOB_RETRY_DELAY_MS, ARGUS_JOB_AGEING_MS).</summary>
    public JobStoreOptions Jobs { get; init; } = new();

    /// <summary>Where vectors go (ARGUS_VECTORS: embedded, qdrant, pgvector); default qdrant where QDRANT_URL is set, else embedded.</summary>
    public VectorKind Vectors { get; init; } = VectorKind.Embedded;

    /// <summary>How Qdrant is reached (QDRANT_URL, QDRANT_API_KEY or QDRANT_API_KEY_FILE); null where it is not used.</summary>
    public QdrantOptions? Qdrant { get; init; }

    /// <summary>Where pictures come from and results go (MEDIA_STORE_URL); null: this process, role media.</summary>
    public Uri? MediaStore { get; init; }

    /// <summary>Whether that media store is given the results (MEDIA_STORE_RESULTS: on, off); default on. Off is for stores without POST /entity/{id}/results.</summary>
    public bool MediaResults { get; init; } = true;

    /// <summary>File with a token for it, sent as <c>Authorization: Bearer</c> (MEDIA_STORE_KEY_FILE), read again for each request; null sends none.</summary>
    public string? MediaStoreKeyFile { get; init; }

    /// <summary>Longest that one request to the media store may take (ARGUS_MEDIA_TIMEOUT_MS); default 30 s.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of a picture (ARGUS_MAX_BYTES), uploaded or fetched; default 32 MiB.</summary>
    public long MaxBytes { get; init; } = 32 << 20;

    /// <summary>The program FFmpeg (ARGUS_FFMPEG), by path or name; default <c>ffmpeg</c> on the PATH.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    /// <summary>Videos that this process works on at once (ARGUS_VIDEO_WORKERS), in places beside <see cref="Workers"/>; default half of the processors, at least one.</summary>
    public int VideoWorkers { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Most bytes of a video (ARGUS_MAX_VIDEO_BYTES), uploaded or fetched; default 512 MiB.</summary>
    public long MaxVideoBytes { get; init; } = 512L << 20;

    /// <summary>Most pixels of a frame (ARGUS_MAX_VIDEO_PIXELS); default 40 million.</summary>
    public long MaxVideoPixels { get; init; } = 40_000_000;

    /// <summary>Address space that FFmpeg may use for one video (ARGUS_VIDEO_MEMORY); default 4 GiB.</summary>
    public long VideoMemory { get; init; } = 4L << 30;

    /// <summary>Longest that one video may take (ARGUS_VIDEO_TIMEOUT_MS); default an hour.</summary>
    public TimeSpan VideoTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Folder of videos that were fetched from another media store, for as long as they are worked on (ARGUS_VIDEO_FOLDER); null: <c>video</c> in <see cref="Data"/>.</summary>
    public string? VideoFolder { get; init; }

    /// <summary>Where models answer: the gateway, or one model server (ARGUS_INFERENCE_URL).</summary>
    public Uri Inference { get; init; } = new("http://localhost:8080");

    /// <summary>File with the API key for it (ARGUS_INFERENCE_KEY_FILE), read again for each connection; null sends none.</summary>
    public string? InferenceKeyFile { get; init; }

    /// <summary>Longest that a model may take for one picture (ML_SERVICE_TIMEOUT, milliseconds); default 30 s.</summary>
    public TimeSpan InferenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>POST /api/score (FACE_EMBEDDING_SERVICE, FACE_DETECTION_SERVICE, ML_SERVICE_TIMEOUT, ARGUS_SCORE_WORKERS, ARGUS_SCORE_QUEUE, ARGUS_SCORE_VIBES, FALLBACK_TO_SIMULATED).</summary>
    public ScoreOptions Score { get; init; } = new();

    /// <summary>Jobs that this process works on at once (ARGUS_WORKERS), not counting those that have waited for the media store for more than a second: there may be four times as many of these. Each holds its picture in memory. Default 4 for each processor.</summary>
    public int Workers { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>Days that ended jobs are kept (ARGUS_JOB_RETENTION_DAYS); default 30.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>How long work in hand may take to end at shutdown before it is given back (ARGUS_SHUTDOWN_TIMEOUT_MS); default 20 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How Kafka is reached (KAFKA_BROKERS, KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD_FILE, KAFKA_CA_FILE, KAFKA_CERTIFICATE_FILE, KAFKA_KEY_FILE); null: the store is the queue.</summary>
    public KafkaConnection? Kafka { get; init; }

    /// <summary>Consumer group of the workers (KAFKA_GROUP).</summary>
    public string KafkaGroup { get; init; } = "argus-workers";

    /// <summary>Name of this member of the group that outlives a restart (KAFKA_INSTANCE_ID); null: one for this run.</summary>
    public string? KafkaInstanceId { get; init; }

    /// <summary>After how long without a sign of life the brokers give the messages of a worker to others (KAFKA_SESSION_TIMEOUT_MS); default 45 s. The brokers may allow no less than 6 s.</summary>
    public TimeSpan KafkaSession { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Partitions of topics that are made here (KAFKA_PARTITIONS); default 12.</summary>
    public int KafkaPartitions { get; init; } = 12;

    /// <summary>Copies of topics that are made here (KAFKA_REPLICAS); default -1, the brokers' own default.</summary>
    public short KafkaReplicas { get; init; } = -1;

    /// <summary>Where ends of jobs are told by MQTT (MQTT_URL, MQTT_USERNAME, MQTT_PASSWORD_FILE, MQTT_CA_FILE); null tells none.</summary>
    public MqttOptions? Mqtt { get; init; }

    /// <summary>Where ends of jobs are posted (ARGUS_WEBHOOK_URL, ARGUS_WEBHOOK_SECRET_FILE, ARGUS_WEBHOOK_ALLOW_PRIVATE); null posts none.</summary>
    public WebhookOptions? Webhook { get; init; }
}
