using System.Collections.Immutable;
using System.Net;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ServiceDefaults.Configuration;

namespace Argus.ModelServer.Configuration;

/// <summary>From environment names, those of the older services included, to <see cref="ServerOptions"/>.</summary>
internal static class ServerOptionsReader
{
    private static readonly ServerOptions Defaults = new();

    /// <summary>Reads all settings.</summary>
    /// <param name="read">Reads one variable.</param>
    /// <param name="options">The settings; of use only where there is no error.</param>
    /// <returns>A sentence for every bad value.</returns>
    public static ImmutableArray<string> Read(Func<string, string?> read, out ServerOptions options)
    {
        var env = new EnvironmentReader(read);
        string alias = env.Text("INSIGHTFACE_MODEL", "");
        string pack = env.Text("ARGUS_PACK", "");
        long maxBytes = env.Number("ARGUS_MAX_BYTES", Defaults.Limits.MaxBytes, 1, 1 << 30);
        options = new ServerOptions
        {
            Host = Host(env),
            Port = env.Port("PORT", Defaults.Port),
            Pack = pack.Length > 0 ? pack : alias.Length > 0 ? alias.Replace('_', '-') : Defaults.Pack,
            ModelAlias = pack.Length == 0 && alias.Length > 0 ? alias : null,
            Store = ModelStoreOptions.FromEnvironment(read),
            LogLevel = env.Level(Defaults.LogLevel),
            Engine = new FaceEngineOptions
            {
                DetectorSize = DetectorSize(env),
                Profile = env.Choice("ARGUS_PROFILE", Defaults.Engine.Profile, ("fast", EngineProfile.Fast), ("exact", EngineProfile.Exact)),
                BigFaces = env.Choice("ARGUS_BIG_FACES", Defaults.Engine.BigFaces, ("auto", BigFacePass.Auto), ("always", BigFacePass.Always), ("never", BigFacePass.Never)),
                SmallFaces = env.Choice("ARGUS_SMALL_FACES", Defaults.Engine.SmallFaces, ("never", SmallFacePass.Never), ("always", SmallFacePass.Always)),
                Hardware = Hardware(env),
                Limits = new ImageLimits
                {
                    MaxBytes = maxBytes,
                    MaxPixels = env.Number("ARGUS_MAX_PIXELS", Defaults.Limits.MaxPixels, 1, 1_000_000_000),
                },
            },
            Work = Work(env),
            Chat = new ChatSchedulerOptions
            {
                Workers = (int)env.Number("ARGUS_WORKERS", Defaults.Chat.Workers, 1, 1024),
                Streams = (int)env.Number("ARGUS_CHAT_STREAMS", Defaults.Chat.Streams, 1, 10_000),
                QueueCapacity = (int)env.Number("ARGUS_CHAT_QUEUE", Defaults.Chat.QueueCapacity, 0, 100_000),
            },
            ChatEndpoint = ChatEndpoint(env),
            ChatMaxTokens = (int)env.Number("ARGUS_CHAT_MAX_TOKENS", Defaults.ChatMaxTokens, 1, 10_000_000),
            Classes = env.Text("ARGUS_CLASSES", "") is { Length: > 0 } classes ? classes : null,
            ClassesSha256 = ClassesSha256(env),
            ClassesReload = TimeSpan.FromSeconds(env.Number("ARGUS_CLASSES_RELOAD_SECONDS", (long)Defaults.ClassesReload.TotalSeconds, 0, 86_400)),
            ScoreHead = env.Text("ARGUS_SCORE_HEAD", "") is { Length: > 0 } head ? head : null,
            MaxBatch = (int)env.Number("ARGUS_MAX_BATCH", Defaults.MaxBatch, 1, 1024),
            MaxBodyBytes = env.Number("ARGUS_MAX_BODY_BYTES", Math.Max(Defaults.MaxBodyBytes, maxBytes), 1024, 2_000_000_000),
            MaxBodyMemory = env.Number("ARGUS_MAX_BODY_MEMORY", Math.Max(Defaults.MaxBodyMemory, 4 * maxBytes), 1024 * 1024, long.MaxValue),
            DrainDelay = TimeSpan.FromMilliseconds(env.Number("ARGUS_DRAIN_DELAY_MS", 0, 0, 600_000)),
            ShutdownTimeout = TimeSpan.FromMilliseconds(env.Number("ARGUS_SHUTDOWN_TIMEOUT_MS", (long)Defaults.ShutdownTimeout.TotalMilliseconds, 0, 3_600_000)),
        };
        return env.Errors;
    }

    private static string Host(EnvironmentReader env)
    {
        string host = env.Text("HOST", Defaults.Host);
        if (host != "localhost" && !IPAddress.TryParse(host, out _))
            env.Fail($"HOST must be an IP address or localhost, not '{host}'.");
        return host;
    }

    private static int DetectorSize(EnvironmentReader env)
    {
        int size = (int)env.Number("DET_SIZE", Defaults.Engine.DetectorSize, 32, 4096);
        if (size % 32 != 0)
            env.Fail($"DET_SIZE must be a multiple of 32, not {size}.");
        return size;
    }

    private static string? ClassesSha256(EnvironmentReader env)
    {
        if (env.Text("ARGUS_CLASSES_SHA256", "") is not { Length: > 0 } hash)
            return null;
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            env.Fail($"ARGUS_CLASSES_SHA256 must have 64 hex digits, as sha256sum tells of a centroids.json, not '{hash}'.");
        if (env.Text("ARGUS_CLASSES", "").Length == 0)
            env.Fail("ARGUS_CLASSES_SHA256 is the hash of the file that ARGUS_CLASSES names, which is not set.");
        return hash.ToLowerInvariant();
    }

    private static ChatEndpointOptions? ChatEndpoint(EnvironmentReader env)
    {
        string url = env.Text("ARGUS_CHAT_ENDPOINT", "");
        if (url.Length == 0)
            return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
            env.Fail($"ARGUS_CHAT_ENDPOINT must be an address such as https://llm.example.com/v1, without a query and without a password, not '{WithoutUser(url)}'.");
        string model = env.Text("ARGUS_CHAT_ENDPOINT_MODEL", ""), key = env.Text("ARGUS_CHAT_ENDPOINT_KEY", "");
        // The header's own complaint would hold the key.
        if (key.Any(c => c is < '!' or > '~'))
            env.Fail("ARGUS_CHAT_ENDPOINT_KEY has a space, a line break or another character that no key has; look at what the Secret holds.");
        return new ChatEndpointOptions(url, model.Length > 0 ? model : null, key.Length > 0 ? key : null);
    }

    // A password that was put into an address is not to stand in the log.
    private static string WithoutUser(string url) => url.LastIndexOf('@') is var at and >= 0 ? $"...{url[at..]}" : url;

    private static WorkerPoolOptions Work(EnvironmentReader env)
    {
        int workers = (int)env.Number("ARGUS_WORKERS", Defaults.Work.Workers, 1, 1024);
        return new WorkerPoolOptions
        {
            // The listener has waited for its requests before the pool is stopped: what is left has no one who waits for it.
            DrainTimeout = TimeSpan.FromSeconds(2),
            Workers = workers,
            QueueCapacity = (int)env.Number("ARGUS_QUEUE", 8 * workers, 0, 100_000),
            DefaultDeadline = TimeSpan.FromMilliseconds(env.Number("ML_SERVICE_TIMEOUT", (long)Defaults.Work.DefaultDeadline.TotalMilliseconds, 1, 3_600_000)),
        };
    }

    private static HardwareOptions Hardware(EnvironmentReader env)
    {
        var providers = env.List("ONNX_PROVIDERS", ',');
        foreach (string unknown in providers.Except(ProviderNames.All))
            env.Fail($"ONNX_PROVIDERS may hold {string.Join(", ", ProviderNames.All)}, not '{unknown}'.");
        return new HardwareOptions
        {
            // The older services name providers only: the first of them says which hardware is meant.
            Target = env.Choice("ARGUS_HARDWARE", ProviderNames.TargetOf(providers) ?? HardwareTarget.Cpu, ("cpu", HardwareTarget.Cpu), ("nvidia", HardwareTarget.Nvidia), ("amd", HardwareTarget.Amd)),
            Providers = providers,
            // A list that ends with the CPU's provider is how those services say that falling back is fine.
            Fallback = env.Choice(
                "ARGUS_FALLBACK",
                providers.Contains(ProviderNames.Cpu) ? FallbackPolicy.Cpu : FallbackPolicy.Never,
                ("never", FallbackPolicy.Never),
                ("cpu", FallbackPolicy.Cpu)),
            IntraOpThreads = (int)env.Number("ARGUS_INTRA_OP_THREADS", Defaults.Hardware.IntraOpThreads, 1, 1024),
            DeviceId = (int)env.Number("ARGUS_DEVICE", 0, 0, 63),
            MemoryLimitBytes = env.Number("ARGUS_DEVICE_MEMORY", 0, 0, long.MaxValue),
            Precision = env.Choice("ARGUS_PRECISION", Precision.Auto, ("auto", Precision.Auto), ("fp32", Precision.Fp32), ("fp16", Precision.Fp16)),
            RuntimeLibrary = env.Text("ARGUS_ONNXRUNTIME_LIBRARY", "") is { Length: > 0 } library ? library : null,
            EngineCachePath = env.Text("ARGUS_ENGINE_CACHE", "") is { Length: > 0 } path ? path : null,
        };
    }
}
