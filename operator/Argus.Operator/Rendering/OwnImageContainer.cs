using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Rendering;

/// <summary>The container of a pod that runs a server of somebody else's; as restricted as that of a model server.</summary>
internal static class OwnImageContainer
{
    /// <summary>Compiled graphs of such servers lie in their temporary folder.</summary>
    public const string TemporarySize = "8Gi";

    /// <summary>Processes of one server pass tensors through it, and the usual 64 MiB are too few.</summary>
    public static JsonObject SharedMemory => Json.Map(("name", "shm"), ("emptyDir", Json.Map(("medium", "Memory"), ("sizeLimit", "2Gi"))));

    public static JsonObject Render(RenderInput input, ChatServerSpec server) => Json.Map(
        ("name", Names.Container),
        ("image", server.Image),
        ("args", server.Args is { Count: > 0 } args ? Json.List(args.Select(a => (JsonNode?)a)) : null),
        ("ports", Json.List(Json.Map(("name", Names.Port), ("containerPort", server.Port), ("protocol", "TCP")))),
        ("env", Environment(input)),
        ("resources", ServerContainer.Resources(input)),
        ("volumeMounts", Json.List(
            Json.Map(("name", Names.CacheVolume), ("mountPath", Names.CacheFolder)),
            Json.Map(("name", "shm"), ("mountPath", "/dev/shm")),
            Json.Map(("name", "tmp"), ("mountPath", "/tmp")))),
        // Such servers load for minutes: until then a pod is neither ready nor dead.
        ("startupProbe", ServerContainer.Probe(server.HealthPath, period: 1, failures: input.Spec.Rollout.ReadyWithinSeconds)),
        ("readinessProbe", ServerContainer.Probe(server.HealthPath, period: 2, failures: 2)),
        // A server that computes a long prompt may be slow to answer, and is not dead.
        ("livenessProbe", ServerContainer.Probe(server.HealthPath, period: 10, failures: 6)),
        ("terminationMessagePolicy", "FallbackToLogsOnError"),
        ("securityContext", ServerContainer.SecurityContext()));

    // The root file system is read-only and the user has no entry in the image: without a home and a name many runtimes end at once.
    private static JsonArray Environment(RenderInput input)
    {
        var own = input.Spec.Pod?.Env ?? [];
        (string Name, string Value)[] defaults =
        [
            ("HOME", "/tmp"), ("USER", "argus"), ("HF_HOME", $"{Names.CacheFolder}/huggingface"), ("LLAMA_CACHE", $"{Names.CacheFolder}/llama.cpp"),
        ];
        return Json.List(
        [
            ServerEnvironment.PodAddress(),
            .. defaults.Where(d => own.All(e => e.Name != d.Name)).Select(d => Json.Map(("name", d.Name), ("value", d.Value))),
            .. ServerEnvironment.Own(input),
        ]);
    }
}
