using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>
/// What the schema of the CRD refuses, for objects that got past it, and what it cannot know: whether packs are there, serve the task, and
/// have their licences accepted.
/// </summary>
internal static class Validation
{
    public const string InvalidSpec = "InvalidSpec";
    public const string PackNotFound = "PackNotFound";
    public const string LicenseNotAccepted = "LicenseNotAccepted";
    public const string RoleMissing = "RoleMissing";

    /// <summary>Everything that is wrong, the gravest first.</summary>
    public static IReadOnlyList<Violation> Check(ModelDeploymentSpec spec, Observed observed)
    {
        List<Violation> found = [];
        void Fail(string path, string message) => found.Add(new Violation(InvalidSpec, path, message));
        if (!ModelTasks.All.Contains(spec.Task))
            Fail("spec.task", $"must be one of {string.Join(", ", ModelTasks.All)}, not '{spec.Task}'");
        Hardware(spec.Hardware, Fail);
        var scaling = spec.Scaling;
        if (scaling.Min < 0 || scaling.Max < 1)
            Fail("spec.scaling", "min must be at least 0 and max at least 1");
        if (scaling.Min > scaling.Max)
            Fail("spec.scaling", $"min {scaling.Min} must not be greater than max {scaling.Max}");
        if (spec.Canary is { } canary)
            Canary(spec, canary, Fail);
        if (spec.Rollout.Strategy is not (RolloutSpec.Surge or RolloutSpec.HandOver))
            Fail("spec.rollout.strategy", $"must be Surge or HandOver, not '{spec.Rollout.Strategy}'");
        Environment(spec, Fail);
        Classes(spec, spec.Model.Classes, "spec.model.classes", Fail);
        Classes(spec, spec.Canary?.Model.Classes, "spec.canary.model.classes", Fail);
        Chat(spec, Fail);
        if (spec.Chat is { Endpoint: not null } or { Server: not null })
            return found;
        Model(spec.Task, spec.Model, "spec.model", observed, found);
        if (spec.Canary is not null)
            Model(spec.Task, spec.Canary.Model, "spec.canary.model", observed, found);
        return found;
    }

    private static void Hardware(HardwareSpec hardware, Action<string, string> fail)
    {
        bool nvidia = hardware.Target == HardwareSpec.Nvidia, cpu = hardware.Target == HardwareSpec.Cpu;
        if (!HardwareSpec.Targets.Contains(hardware.Target))
            fail("spec.hardware.target", $"must be one of {string.Join(", ", HardwareSpec.Targets)}, not '{hardware.Target}'");
        if (hardware.Count < 1)
            fail("spec.hardware.count", $"must be at least 1, not {hardware.Count}");
        if (hardware.Mig is not null && !nvidia)
            fail("spec.hardware.mig", "MIG profiles exist on nvidia only");
        if (hardware.Shared is true && !nvidia)
            fail("spec.hardware.shared", "shared devices exist on nvidia only");
        if (hardware.Shared is true && hardware.Mig is not null)
            fail("spec.hardware.shared", "ask for a MIG profile or for a shared device, not both");
        if (hardware.Shared is true && hardware.Count > 1)
            fail("spec.hardware.count", "a shared device cannot be asked for more than once");
        if (!HardwareSpec.Precisions.Contains(hardware.Precision))
            fail("spec.hardware.precision", $"must be one of {string.Join(", ", HardwareSpec.Precisions)}, not '{hardware.Precision}'");
        if (cpu && hardware.Precision == "fp16")
            fail("spec.hardware.precision", "the CPU computes in fp32; leave precision out or set it to fp32");
        if (hardware.Fallback is not (HardwareSpec.FallbackNever or HardwareSpec.FallbackCpu))
            fail("spec.hardware.fallback", $"must be Never or CPU, not '{hardware.Fallback}'");
        if (cpu && (hardware.MinMemory is not null || hardware.Products is not null))
            fail("spec.hardware", "minMemory and products are about devices; for a CPU use spec.pod.resources and spec.pod.nodeSelector");
        if (hardware.MinMemory is not null && Memory.Bytes(hardware.MinMemory) is null)
            fail("spec.hardware.minMemory", $"must be an amount such as 16Gi, not '{hardware.MinMemory}'");
        else if (hardware.Target == HardwareSpec.Amd && Memory.Bytes(hardware.MinMemory) > Memory.MostBytes)
            fail("spec.hardware.minMemory", $"no AMD device has {hardware.MinMemory}");
        if (hardware.Products is { Count: 0 })
            fail("spec.hardware.products", "must name a product, or be left out");
    }

    private static void Canary(ModelDeploymentSpec spec, CanarySpec canary, Action<string, string> fail)
    {
        if (canary.Weight is < 1 or > 99)
            fail("spec.canary.weight", $"must be from 1 to 99, not {canary.Weight}");
        if (spec.Scaling.Min < 1)
            fail("spec.canary", "needs scaling.min of at least 1, because nothing can be judged while nothing runs");
    }

    private static void Classes(ModelDeploymentSpec spec, ModelClasses? classes, string path, Action<string, string> fail)
    {
        if (classes is null)
            return;
        if (spec.Task != ModelTasks.FaceClassification)
            fail(path, $"is for the task {ModelTasks.FaceClassification} only, not for {spec.Task}");
        if (!IsPlainAddress(classes.Url))
            fail($"{path}.url", $"must be an address such as http://store:9000/models/centroids.json, without a query and without a password, not '{WithoutUser(classes.Url)}'");
        if (classes.Sha256.Length != 64 || !classes.Sha256.All(char.IsAsciiHexDigitLower))
            fail($"{path}.sha256", $"must have 64 lower-case hex digits, not '{classes.Sha256}'");
        if (spec.Pod?.Env?.Any(e => e.Name == ServerEnvironment.Classes) == true)
            fail("spec.pod.env", $"{ServerEnvironment.Classes} is set by {path}; leave one of them out");
    }

    private static void Chat(ModelDeploymentSpec spec, Action<string, string> fail)
    {
        if (spec.Chat is not { } chat)
            return;
        if (spec.Task != ModelTasks.Chat)
            fail("spec.chat", $"is for the task chat only, not for {spec.Task}");
        if (chat is { Endpoint: null, Server: null })
            return;
        if (spec.Model.Pack is not null || spec.Model.Files is not null)
            fail("spec.model", "name a model, or an endpoint or a server that has one in spec.chat, and not both");
        if (chat is { Endpoint: not null, Server: not null })
            fail("spec.chat", "name an endpoint or a server, not both");
        if (chat.Server is { } server)
            Server(spec, server, fail);
        if (chat.Endpoint is { } endpoint)
            Endpoint(spec, endpoint, fail);
    }

    private static void Server(ModelDeploymentSpec spec, ChatServerSpec server, Action<string, string> fail)
    {
        if (server.Image.Length == 0 || server.Image.Any(char.IsWhiteSpace))
            fail("spec.chat.server.image", $"must name an image, such as vllm/vllm-openai@sha256:..., not '{server.Image}'");
        if (server.Port is < 1024 or > 65535)
            fail("spec.chat.server.port", $"must be from 1024 to 65535, because the server does not run as root, not {server.Port}");
        if (server.HealthPath is not ['/', ..])
            fail("spec.chat.server.healthPath", $"must begin with a slash, not '{server.HealthPath}'");
        if (spec.Pod?.Image is not null)
            fail("spec.pod.image", "the pods have the image of spec.chat.server.image; leave this one out");
        if (spec.Canary is not null)
            fail("spec.canary", "a server of its own image has no canary; give another ModelDeployment the new image and move the alias");
        if (spec.Hardware.Fallback != HardwareSpec.FallbackNever || spec.Hardware.Precision != "auto")
            fail("spec.hardware", "what a server of its own image computes with is told to it in spec.chat.server.args; leave fallback and precision out");
    }

    private static void Endpoint(ModelDeploymentSpec spec, ChatEndpointSpec endpoint, Action<string, string> fail)
    {
        if (!IsPlainAddress(endpoint.Url))
            fail("spec.chat.endpoint.url", $"must be an address such as https://llm.example.com/v1, without a query and without a password, not '{WithoutUser(endpoint.Url)}'");
        if (endpoint.ApiKeySecret is { } secret && (secret.Name.Length == 0 || secret.Key.Length == 0))
            fail("spec.chat.endpoint.apiKeySecret", "must have the name of a Secret and the key of its entry");
        if (spec.Canary is not null || spec.Hardware.Target != HardwareSpec.Cpu)
            fail("spec.chat.endpoint", "brings its own hardware and has no canary; leave spec.hardware.target and spec.canary out");
    }

    private static bool IsPlainAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" };

    // A password that was put into an address is not to stand in the status.
    private static string WithoutUser(string url) => url.LastIndexOf('@') is var at and >= 0 ? $"...{url[at..]}" : url;

    private static void Environment(ModelDeploymentSpec spec, Action<string, string> fail)
    {
        var names = (spec.Pod?.Env ?? []).Select(e => e.Name).ToList();
        // Of a server in an image of its own we set the address only.
        foreach (string name in names.Intersect(spec.Chat?.Server is null ? ServerEnvironment.Reserved : [ServerEnvironment.PodIP]))
            fail("spec.pod.env", $"{name} is set by the operator; use the field of the spec that it comes from");
        foreach (var name in names.GroupBy(n => n).Where(g => g.Count() > 1))
            fail("spec.pod.env", $"{name.Key} is there {name.Count()} times");
    }

    private static void Model(string task, ModelSource source, string path, Observed observed, List<Violation> found)
    {
        if (source.Pack is null == source.Files is null)
        {
            found.Add(new Violation(InvalidSpec, path, source.Pack is null ? "name a pack, or files with their sha256" : "name either a pack or files, not both"));
            return;
        }

        var pack = observed.Pack(source.Pack);
        if (source.Pack is not null && pack is null)
        {
            found.Add(new Violation(PackNotFound, $"{path}.pack", $"there is no ModelPack {source.Pack}; apply it, or see kubectl get modelpacks"));
            return;
        }

        var files = pack?.Spec.Files ?? source.Files!;
        var missing = ModelTasks.RolesOf(task).Except(files.Select(f => f.Role)).ToList();
        if (missing.Count > 0)
            found.Add(new Violation(RoleMissing, path, $"the task {task} needs {string.Join(" and ", missing)}; this model has {string.Join(", ", files.Select(f => f.Role))}"));
        foreach (string id in Unaccepted(source, pack?.Spec ?? new ModelPackSpec { Files = files }))
            found.Add(new Violation(LicenseNotAccepted, $"{path}.acceptLicense", $"the weights come under the licence {id}; read it and set this field to {id}, or take another model"));
    }

    // A file that may be left out is left out where its licence is not accepted.
    private static IEnumerable<string> Unaccepted(ModelSource source, ModelPackSpec spec) =>
        spec.Files.Where(f => f.Optional is not true).Select(f => f.License ?? spec.License)
            .Where(l => l.MustAccept is true && l.Id != source.AcceptLicense)
            .Select(l => l.Id)
            .Distinct();
}
