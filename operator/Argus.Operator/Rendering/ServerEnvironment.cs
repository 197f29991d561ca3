using System.Globalization;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>Settings of the model server.</summary>
internal static class ServerEnvironment
{
    /// <summary>Name of the variable with the address of the pod.</summary>
    public const string PodIP = "POD_IP";

    /// <summary>Name of the variable with the file of face classes, which may be the user's own.</summary>
    public const string Classes = "ARGUS_CLASSES";

    /// <summary>Names that the operator sets: with other values the pod would not be what the spec says.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [
        PodIP, "HOST", "PORT", "ARGUS_PACK", "ARGUS_MODEL_PATH", "MODEL_CACHE_DIR", "ARGUS_ACCEPT_LICENSE", "ARGUS_HARDWARE", "ONNX_PROVIDERS", "ARGUS_FALLBACK",
        "ARGUS_PRECISION", "ARGUS_ENGINE_CACHE", "ARGUS_DRAIN_DELAY_MS", "ARGUS_SHUTDOWN_TIMEOUT_MS", "DET_SIZE", "ARGUS_MAX_BATCH", "INSIGHTFACE_MODEL",
        "ARGUS_CHAT_ENDPOINT", "ARGUS_CHAT_ENDPOINT_MODEL", "ARGUS_CHAT_ENDPOINT_KEY",
        "ARGUS_CLASSES_SHA256",
    ];

    /// <summary>The list of a container; what the user adds comes last, so that it may refer to the rest.</summary>
    public static JsonArray Render(RenderInput input, ServedModel model)
    {
        var (spec, hardware) = (input.Spec, input.Spec.Hardware);
        return Json.List(
        [
            PodAddress(),
            Value("HOST", "$(POD_IP)"),
            Value("PORT", Text(Names.PortNumber)),
            Value("ARGUS_PACK", $"{Names.PackFolder}/pack.yaml"),
            Value("ARGUS_MODEL_PATH", input.Options.ModelPath.Length == 0 ? null : input.Options.ModelPath),
            Value("MODEL_CACHE_DIR", $"{Names.CacheFolder}/models"),
            Value("ARGUS_ACCEPT_LICENSE", model.License),
            Value("ARGUS_HARDWARE", hardware.Target),
            Value("ONNX_PROVIDERS", string.Join(',', input.Hardware.Providers)),
            Value("ARGUS_FALLBACK", hardware.Fallback.ToLowerInvariant()),
            Value("ARGUS_PRECISION", hardware.Precision),
            // Compiled engines are worth minutes: the next pod on the node finds them.
            Value("ARGUS_ENGINE_CACHE", input.Hardware.Resource is null ? null : $"{Names.CacheFolder}/engines"),
            Value("DET_SIZE", Text(spec.Detection?.Size)),
            Value("ARGUS_MAX_BATCH", Text(spec.Batching?.MaxSize)),
            Value("ARGUS_CHAT_ENDPOINT", spec.Chat?.Endpoint?.Url),
            Value("ARGUS_CHAT_ENDPOINT_MODEL", spec.Chat?.Endpoint?.Model),
            Secret("ARGUS_CHAT_ENDPOINT_KEY", spec.Chat?.Endpoint?.ApiKeySecret),
            Value(Classes, model.Classes?.Url),
            Value("ARGUS_CLASSES_SHA256", model.Classes?.Sha256),
            Value("ARGUS_DRAIN_DELAY_MS", Text(Names.DrainSeconds * 1000)),
            Value("ARGUS_SHUTDOWN_TIMEOUT_MS", Text(Names.ShutdownSeconds * 1000)),
            .. Own(input),
        ]);
    }

    /// <summary>The address of the pod, that other variables and arguments refer to.</summary>
    public static JsonObject PodAddress() =>
        Json.Map(("name", PodIP), ("valueFrom", Json.Map(("fieldRef", Json.Map(("apiVersion", "v1"), ("fieldPath", "status.podIP"))))));

    /// <summary>What the user adds.</summary>
    public static IEnumerable<JsonObject> Own(RenderInput input) =>
        (input.Spec.Pod?.Env ?? []).Select(e => Json.Map(("name", e.Name), ("value", e.Value), ("valueFrom", Json.Copy(e.ValueFrom))));

    private static JsonObject? Value(string name, string? value) => value is null ? null : Json.Map(("name", name), ("value", value));

    private static JsonObject? Secret(string name, SecretKey? entry) => entry is null
        ? null
        : Json.Map(("name", name), ("valueFrom", Json.Map(("secretKeyRef", Json.Map(("key", entry.Key), ("name", entry.Name))))));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
