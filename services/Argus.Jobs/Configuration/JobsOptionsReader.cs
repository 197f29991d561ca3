using System.Collections.Immutable;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Webhooks;
using Argus.Data.Vectors.Qdrant;
using Argus.Jobs.Score;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Configuration;
using Npgsql;

namespace Argus.Jobs.Configuration;

/// <summary>From environment names, those of the older services included, to <see cref="JobsOptions"/>.</summary>
internal static class JobsOptionsReader
{
    private const string RolesName = "ARGUS_ROLES";
    private const string DatabaseHost = "DB_HOST";
    private const string QdrantUrl = "QDRANT_URL";
    private const string MediaUrl = "MEDIA_STORE_URL";
    private const string WebhookUrl = "ARGUS_WEBHOOK_URL";

    private static readonly JobsOptions Defaults = new();

    /// <summary>Reads all settings.</summary>
    /// <param name="read">Reads one variable.</param>
    /// <param name="options">The settings; of use only where there is no error.</param>
    /// <returns>A sentence for every bad value.</returns>
    public static ImmutableArray<string> Read(Func<string, string?> read, out JobsOptions options)
    {
        var env = new EnvironmentReader(read);
        var media = Address(env, MediaUrl);
        var database = Database(env);
        var qdrant = Qdrant(env);
        var roles = Roles(env, media);
        var timeout = env.Milliseconds("ML_SERVICE_TIMEOUT", Defaults.InferenceTimeout, 1);
        options = new JobsOptions
        {
            Host = env.Address("HOST", Defaults.Host),
            Port = env.Port("PORT", Defaults.Port),
            LogLevel = env.Level(Defaults.LogLevel),
            Roles = roles,
            Trust = TrustOptionsReader.Read(env, (roles & (JobsRoles.Api | JobsRoles.Media)) != JobsRoles.None),
            EventStreams = (int)env.Number("ARGUS_EVENT_STREAMS", Defaults.EventStreams, 1, 100_000),
            Data = env.Text("ARGUS_DATA", Defaults.Data),
            Database = database,
            Jobs = Jobs(env),
            Vectors = env.Choice("ARGUS_VECTORS", qdrant is null ? VectorKind.Embedded : VectorKind.Qdrant, ("embedded", VectorKind.Embedded), ("qdrant", VectorKind.Qdrant), ("pgvector", VectorKind.Pgvector)),
            Qdrant = qdrant,
            MediaStore = media,
            MediaResults = env.Choice("MEDIA_STORE_RESULTS", Defaults.MediaResults, ("on", true), ("off", false)),
            MediaStoreKeyFile = env.ExistingFile("MEDIA_STORE_KEY_FILE"),
            MediaTimeout = env.Milliseconds("ARGUS_MEDIA_TIMEOUT_MS", Defaults.MediaTimeout, 1),
            MaxBytes = env.Number("ARGUS_MAX_BYTES", Defaults.MaxBytes, 1, 1 << 30),
            Ffmpeg = env.Text("ARGUS_FFMPEG", Defaults.Ffmpeg),
            VideoWorkers = (int)env.Number("ARGUS_VIDEO_WORKERS", Defaults.VideoWorkers, 1, 1000),
            MaxVideoBytes = env.Number("ARGUS_MAX_VIDEO_BYTES", Defaults.MaxVideoBytes, 1, 1L << 40),
            MaxVideoPixels = env.Number("ARGUS_MAX_VIDEO_PIXELS", Defaults.MaxVideoPixels, 1, 1L << 30),
            VideoMemory = env.Number("ARGUS_VIDEO_MEMORY", Defaults.VideoMemory, 256L << 20, 1L << 40),
            VideoTimeout = env.Milliseconds("ARGUS_VIDEO_TIMEOUT_MS", Defaults.VideoTimeout, 1),
            VideoFolder = Optional(env, "ARGUS_VIDEO_FOLDER"),
            Inference = Address(env, "ARGUS_INFERENCE_URL") ?? Defaults.Inference,
            InferenceKeyFile = env.ExistingFile("ARGUS_INFERENCE_KEY_FILE"),
            InferenceTimeout = timeout,
            Score = Score(env, timeout),
            Workers = (int)env.Number("ARGUS_WORKERS", Defaults.Workers, 1, 10_000),
            RetentionDays = (int)env.Number("ARGUS_JOB_RETENTION_DAYS", Defaults.RetentionDays, 1, 36_500),
            ShutdownTimeout = env.Milliseconds("ARGUS_SHUTDOWN_TIMEOUT_MS", Defaults.ShutdownTimeout, 0),
            Kafka = Kafka(env),
            KafkaGroup = env.Text("KAFKA_GROUP", Defaults.KafkaGroup),
            KafkaInstanceId = env.Text("KAFKA_INSTANCE_ID", "") is { Length: > 0 } member ? member : null,
            KafkaSession = env.Milliseconds("KAFKA_SESSION_TIMEOUT_MS", Defaults.KafkaSession, 1000),
            KafkaPartitions = (int)env.Number("KAFKA_PARTITIONS", Defaults.KafkaPartitions, 1, 10_000),
            KafkaReplicas = (short)env.Number("KAFKA_REPLICAS", Defaults.KafkaReplicas, -1, 100),
            Mqtt = Mqtt(env),
            Webhook = Webhook(env),
        };
        Agree(env, options);
        return env.Errors;
    }

    private static JobsRoles Roles(EnvironmentReader env, Uri? media)
    {
        var names = env.List(RolesName, ',');
        if (names.IsEmpty)
            return media is null ? Defaults.Roles : JobsRoles.Api | JobsRoles.Worker;
        var roles = JobsRoles.None;
        foreach (string name in names)
        {
            if (Enum.TryParse<JobsRoles>(name, ignoreCase: true, out var role) && role is JobsRoles.Api or JobsRoles.Worker or JobsRoles.Media)
                roles |= role;
            else
                env.Fail($"{RolesName} may hold api, worker and media, not '{name}'.");
        }

        return roles;
    }

    private static PostgresJobStoreOptions? Database(EnvironmentReader env)
    {
        if (env.Text(DatabaseHost, "") is not { Length: > 0 } host)
            return null;
        var database = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = (int)env.Number("DB_PORT", 5432, 1, 65535),
            Username = env.Text("DB_USER", "argus"),
            Password = env.Secret("DB_PASSWORD"),
            Database = env.Text("DB_NAME", "argus"),
            ApplicationName = "argus-jobs",
        };
        return new PostgresJobStoreOptions { ConnectionString = database.ConnectionString, Schema = env.Text("ARGUS_DB_SCHEMA", "argus") };
    }

    private static JobStoreOptions Jobs(EnvironmentReader env) => Defaults.Jobs with
    {
        Attempts = (int)env.Number("ARGUS_JOB_ATTEMPTS", Defaults.Jobs.Attempts, 1, 1000),
        Ageing = env.Milliseconds("ARGUS_JOB_AGEING_MS", Defaults.Jobs.Ageing, 1),
        Lease = env.Milliseconds("ARGUS_JOB_LEASE_MS", Defaults.Jobs.Lease, 100),
        RetryDelay = env.Milliseconds("ARGUS_JOB_RETRY_DELAY_MS", Defaults.Jobs.RetryDelay, 1),
        SyncDelay = env.Milliseconds("ARGUS_JOB_SYNC_DELAY_MS", Defaults.Jobs.SyncDelay, 1),
    };

    private static ScoreOptions Score(EnvironmentReader env, TimeSpan timeout)
    {
        var defaults = Defaults.Score;
        string text = env.Text("ARGUS_SCORE_VIBES", "");
        var vibes = text.Length == 0 ? defaults.Vibes : VibeBands.Parse(text);
        if (vibes is null)
            env.Fail($"ARGUS_SCORE_VIBES must be bands from 0 on, rising to at most 100, such as 0=natural,75=charming, not '{text}'.");
        return new ScoreOptions
        {
            Embedding = Address(env, "FACE_EMBEDDING_SERVICE"),
            Detection = Address(env, "FACE_DETECTION_SERVICE"),
            Timeout = env.Text("ML_SERVICE_TIMEOUT", "").Length > 0 ? timeout : defaults.Timeout,
            Workers = (int)env.Number("ARGUS_SCORE_WORKERS", defaults.Workers, 1, 1000),
            Queue = (int)env.Number("ARGUS_SCORE_QUEUE", defaults.Queue, 0, 100_000),
            Vibes = vibes ?? defaults.Vibes,
            Simulate = env.Choice("FALLBACK_TO_SIMULATED", defaults.Simulate, ("true", true), ("false", false)),
        };
    }

    private static QdrantOptions? Qdrant(EnvironmentReader env) =>
        Address(env, QdrantUrl) is { } url ? new QdrantOptions { Url = url, ApiKey = env.Secret("QDRANT_API_KEY") } : null;

    private static KafkaConnection? Kafka(EnvironmentReader env)
    {
        if (env.Text("KAFKA_BROKERS", "") is not { Length: > 0 } brokers)
            return null;
        var connection = new KafkaConnection
        {
            BootstrapServers = brokers,
            ClientId = env.Text("KAFKA_CLIENT_ID", "argus-jobs"),
            SecurityProtocol = env.Text("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"),
            SaslMechanism = env.Text("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"),
            Username = Optional(env, "KAFKA_USERNAME"),
            PasswordFile = Optional(env, "KAFKA_PASSWORD_FILE"),
            CaFile = Optional(env, "KAFKA_CA_FILE"),
            CertificateFile = Optional(env, "KAFKA_CERTIFICATE_FILE"),
            KeyFile = Optional(env, "KAFKA_KEY_FILE"),
        };
        foreach (string fault in connection.Validate())
            env.Fail($"Kafka (KAFKA_*): {fault}");
        return connection;
    }

    private static MqttOptions? Mqtt(EnvironmentReader env)
    {
        const string name = "MQTT_URL";
        if (env.Text(name, "") is not { Length: > 0 } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mqtt" or "mqtts") || url.Host.Length == 0 || url.UserInfo.Length > 0)
        {
            env.Fail($"{name} must be mqtt://host:port or mqtts://host:port, without a user name, not '{text}'.");
            return null;
        }

        bool tls = url.Scheme == "mqtts";
        return new MqttOptions
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : tls ? 8883 : 1883,
            Tls = tls,
            CaFile = env.ExistingFile("MQTT_CA_FILE"),
            Username = Optional(env, "MQTT_USERNAME"),
            PasswordFile = env.ExistingFile("MQTT_PASSWORD_FILE"),
            // Of two clients with one id a broker throws out the first.
            ClientId = $"argus{Guid.NewGuid():N}"[..23],
        };
    }

    private static WebhookOptions? Webhook(EnvironmentReader env)
    {
        if (Address(env, WebhookUrl) is not { } url)
            return null;
        bool isPrivate = env.Choice("ARGUS_WEBHOOK_ALLOW_PRIVATE", false, ("true", true), ("false", false));
        if (env.ExistingFile("ARGUS_WEBHOOK_SECRET_FILE") is not { } secret)
        {
            env.Fail($"{WebhookUrl} needs ARGUS_WEBHOOK_SECRET_FILE: a file with the secret that events are signed with.");
            return null;
        }

        if (url.Scheme != Uri.UriSchemeHttps && !isPrivate)
            env.Fail($"{WebhookUrl} must begin with https://, unless ARGUS_WEBHOOK_ALLOW_PRIVATE=true.");
        return new WebhookOptions { Url = url, SecretFile = secret, AllowPrivateAddresses = isPrivate, AllowPlainHttp = isPrivate };
    }

    // What is right alone and wrong together.
    private static void Agree(EnvironmentReader env, JobsOptions options)
    {
        if (options.Vectors == VectorKind.Qdrant && options.Qdrant is null)
            env.Fail($"ARGUS_VECTORS is qdrant, and {QdrantUrl} is not set.");
        if (options.Vectors == VectorKind.Pgvector && options.Database is null)
            env.Fail($"ARGUS_VECTORS is pgvector, and {DatabaseHost} is not set.");
        var work = options.Roles & (JobsRoles.Api | JobsRoles.Worker);
        if (options.Database is null && work is JobsRoles.Api or JobsRoles.Worker)
            env.Fail($"{RolesName} parts api and worker, which SQLite cannot be shared by: set {DatabaseHost}, or give both roles to one process.");
        else if (options.Vectors == VectorKind.Embedded && work is JobsRoles.Api or JobsRoles.Worker)
            env.Fail($"{RolesName} parts api and worker, which the embedded vectors cannot be shared by: set ARGUS_VECTORS, or give both roles to one process.");
        if (options.MediaStore is null && work.HasFlag(JobsRoles.Worker) && !options.Roles.HasFlag(JobsRoles.Media))
            env.Fail($"Pictures come from nowhere: set {MediaUrl}, or add media to {RolesName}.");
    }

    private static string? Optional(EnvironmentReader env, string name) => env.Text(name, "") is { Length: > 0 } text ? text : null;

    private static Uri? Address(EnvironmentReader env, string name)
    {
        if (env.Text(name, "") is not { Length: > 0 } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Query: "", Fragment: "" })
            return url;
        env.Fail($"{name} must be an address such as http://host:8000, without a user name, not '{text}'.");
        return null;
    }
}
