using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.ModelServer.Configuration;

/// <summary>All settings of the process; read from the environment once, by <see cref="ServerOptionsReader"/>.</summary>
internal sealed record ServerOptions
{
    /// <summary>Address to listen on (HOST): an IP address, <c>localhost</c>, or <c>0.0.0.0</c> for all, the default.</summary>
    public string Host { get; init; } = "0.0.0.0";

    /// <summary>Port to listen on (PORT); 0 takes any free one; default 8100.</summary>
    public int Port { get; init; } = 8100;

    /// <summary>Pack by name or path of its manifest (ARGUS_PACK, else INSIGHTFACE_MODEL); default yunet-mobilefacenet.</summary>
    public string Pack { get; init; } = "yunet-mobilefacenet";

    /// <summary>Name that /health answers where the pack was asked for by another (INSIGHTFACE_MODEL=buffalo_l); null takes the pack's.</summary>
    public string? ModelAlias { get; init; }

    /// <summary>Where model files are found and kept (ARGUS_MODEL_PATH, MODEL_CACHE_DIR) and which licences were accepted (ARGUS_ACCEPT_LICENSE).</summary>
    public ModelStoreOptions Store { get; init; } = new();

    /// <summary>Least severe log that is written (LOG_LEVEL); default INFO.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Detector canvas and profile (DET_SIZE, ARGUS_PROFILE, ARGUS_BIG_FACES, ARGUS_SMALL_FACES), hardware (ARGUS_HARDWARE, ONNX_PROVIDERS, ARGUS_FALLBACK, ARGUS_INTRA_OP_THREADS, ARGUS_DEVICE, ARGUS_DEVICE_MEMORY, ARGUS_PRECISION, ARGUS_ENGINE_CACHE, ARGUS_ONNXRUNTIME_LIBRARY), bounds on pictures (ARGUS_MAX_BYTES, ARGUS_MAX_PIXELS).</summary>
    public FaceEngineOptions Engine { get; init; } = new();

    /// <summary>Work side by side (ARGUS_WORKERS), waiting (ARGUS_QUEUE) and its default deadline (ML_SERVICE_TIMEOUT, in milliseconds).</summary>
    public WorkerPoolOptions Work { get; init; } = new();

    /// <summary>Answers of a language model side by side (ARGUS_CHAT_STREAMS, ARGUS_WORKERS), waiting (ARGUS_CHAT_QUEUE).</summary>
    public ChatSchedulerOptions Chat { get; init; } = new();

    /// <summary>A server elsewhere that answers chat in place of a pack (ARGUS_CHAT_ENDPOINT, ARGUS_CHAT_ENDPOINT_MODEL, ARGUS_CHAT_ENDPOINT_KEY); null, the default, serves the pack.</summary>
    public ChatEndpointOptions? ChatEndpoint { get; init; }

    /// <summary>Most tokens of one answer (ARGUS_CHAT_MAX_TOKENS), whatever is asked for: each holds memory until it ends. Default 4096.</summary>
    public int ChatMaxTokens { get; init; } = 4096;

    /// <summary>File of face classes for /predict (ARGUS_CLASSES), a path or an address: centroids.json, or the models/current.json of a dataset store. Null, the default, takes the pack's classifier head, if it has one.</summary>
    public string? Classes { get; init; }

    /// <summary>SHA-256 of the centroids there (ARGUS_CLASSES_SHA256), 64 lower-case hex digits: the server is warm only with these and never takes others. Null, the default, takes what is there, and again and again.</summary>
    public string? ClassesSha256 { get; init; }

    /// <summary>How often that file is looked at again (ARGUS_CLASSES_RELOAD_SECONDS); 0 never. More often sees new centroids sooner, and reads more. Default 60 s.</summary>
    public TimeSpan ClassesReload { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>File of a linear head for /score (ARGUS_SCORE_HEAD); null, the default, takes the pack's, if it has one.</summary>
    public string? ScoreHead { get; init; }

    /// <summary>Pictures in one batch (ARGUS_MAX_BATCH). A batch holds one worker for all of them; default 64.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>Largest body of a batch or of tensors, in bytes (ARGUS_MAX_BODY_BYTES); bodies of one or two pictures are bounded by ARGUS_MAX_BYTES. Default 80 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 80 * 1024 * 1024;

    /// <summary>Bytes of bodies held at one time, over all requests (ARGUS_MAX_BODY_MEMORY): more are refused with 503. Default 256 MiB.</summary>
    public long MaxBodyMemory { get; init; } = 256 * 1024 * 1024;

    /// <summary>How long requests are still taken after readiness went, at shutdown (ARGUS_DRAIN_DELAY_MS): lets load balancers notice; default 0.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>How long requests under way may take to end at shutdown (ARGUS_SHUTDOWN_TIMEOUT_MS); default 25 s, below the 30 s a pod gets.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Bounds on pictures.</summary>
    public ImageLimits Limits => Engine.Limits;

    /// <summary>Where graphs run.</summary>
    public HardwareOptions Hardware => Engine.Hardware;
}
