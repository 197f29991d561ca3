using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Tests.Testing;

/// <summary>Random specs, pods and worlds, each from one seed.</summary>
internal static class Generated
{
    public static readonly IReadOnlyList<ModelPack> Packs = [Pack("one", 'a', null), Pack("two", 'b', null), Pack("three", 'c', "own-terms")];

    public static World World(int seed)
    {
        var random = new Random(seed);
        return new World(Resource(Spec(random)), Options(random), Packs);
    }

    public static ModelDeployment Resource(ModelDeploymentSpec spec) => new()
    {
        Metadata = new V1ObjectMeta { Name = "faces", Namespace = "vision", Uid = "uid-1", Generation = 1 },
        Spec = spec,
    };

    public static PlanOptions Options(Random random) => new()
    {
        Cache = Pick(random, CacheKind.HostPath, CacheKind.Claim, CacheKind.Empty),
        Autoscaler = Pick(random, AutoscalerKind.Auto, AutoscalerKind.None, AutoscalerKind.Hpa, AutoscalerKind.Keda),
    };

    /// <summary>A spec that is valid.</summary>
    public static ModelDeploymentSpec Spec(Random random)
    {
        int min = random.Next(1, 5);
        return new ModelDeploymentSpec
        {
            Task = Pick(random, ModelTasks.FaceAnalysis, ModelTasks.FaceEmbedding, ModelTasks.FaceDetection),
            Model = Source(random),
            Hardware = Hardware(random),
            Scaling = new ScalingSpec(min) { Max = random.Next(2) == 0 ? null : min + random.Next(4) },
            Rollout = new RolloutSpec { Strategy = Pick(random, RolloutSpec.Surge, RolloutSpec.HandOver) },
            Canary = random.Next(3) == 0 ? new CanarySpec(PromoteAfterSeconds: 60) { Model = Source(random), Weight = random.Next(1, 100) } : null,
            Detection = random.Next(3) == 0 ? new DetectionSpec { Size = 320, ScoreThreshold = 0.25f } : null,
            Pod = random.Next(3) == 0 ? new PodSpec { NodeSelector = new Dictionary<string, string> { ["zone"] = "a", ["pool"] = "b" }, Env = [new PodEnv { Name = "LOG_LEVEL", Value = "DEBUG" }] } : null,
        };
    }

    /// <summary>Pods in any state, of any revision.</summary>
    public static IEnumerable<PodFacts> Pods(Random random, string revision, string digest)
    {
        for (int i = random.Next(6); i > 0; i--)
        {
            bool ready = random.Next(2) == 0;
            yield return new PodFacts
            {
                Name = $"faces-{i}",
                Variant = Pick(random, Names.Stable, Names.Stable, Names.Canary),
                Revision = Pick(random, revision, revision, "before"),
                Leaving = random.Next(6) == 0,
                Ready = ready,
                Scheduled = ready || random.Next(3) > 0,
                ScheduleReason = "Unschedulable",
                ScheduleMessage = "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.",
                WaitingReason = random.Next(6) == 0 ? Pick(random, "ImagePullBackOff", "CrashLoopBackOff", "CreateContainerConfigError") : null,
                LastEnd = random.Next(4) == 0 ? new V1ContainerStateTerminated { ExitCode = random.Next(0, 5), Message = "expected sha256 a, found b" } : null,
                StartedAt = Scenario.Now - TimeSpan.FromSeconds(random.Next(4000)),
                Health = random.Next(4) == 0 ? null : new HealthReport(Pick(random, "healthy", "healthy", "warming", "unhealthy"))
                {
                    Digest = Pick(random, digest, digest, "sha256:other"),
                    Requested = Pick(random, "cpu", "nvidia", "amd"),
                    Actual = Pick(random, "cpu", "nvidia", null),
                    Providers = ["CPUExecutionProvider"],
                    FallbackNodes = random.Next(3) == 0 ? 7 : 0,
                    Requests = random.Next(100),
                    Failures = random.Next(10),
                },
            };
        }
    }

    public static T Pick<T>(Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];

    private static ModelSource Source(Random random) => random.Next(4) switch
    {
        0 => new ModelSource { Pack = "three", AcceptLicense = "own-terms" },
        1 => new ModelSource { Files = Packs[0].Spec.Files },
        2 => new ModelSource { Pack = "two" },
        _ => new ModelSource { Pack = "one" },
    };

    private static HardwareSpec Hardware(Random random) => random.Next(6) switch
    {
        0 => new HardwareSpec { Target = HardwareSpec.Nvidia, MinMemory = "16G", Products = ["NVIDIA-L4"], Precision = "fp16" },
        1 => new HardwareSpec { Target = HardwareSpec.Nvidia, Mig = "1g.10gb" },
        2 => new HardwareSpec { Target = HardwareSpec.Nvidia, Shared = true },
        3 => new HardwareSpec(Count: 2) { Target = HardwareSpec.Amd, MinMemory = "32Gi" },
        4 => new HardwareSpec { Target = HardwareSpec.Amd, Fallback = HardwareSpec.FallbackCpu },
        _ => new HardwareSpec(),
    };

    private static ModelPack Pack(string name, char digit, string? terms) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new ModelPackSpec
        {
            License = new ModelLicense { Id = terms ?? "MIT", MustAccept = terms is not null },
            Files =
            [
                new ModelFile { Name = "d", Role = ModelRoles.Detector, Sha256 = new string(digit, 64), Output = new ModelOutput { Family = "yunet" } },
                new ModelFile { Name = "r", Role = ModelRoles.Recognizer, Sha256 = new string(digit, 64), Output = new ModelOutput { Family = "embedding", Dimension = 128 } },
            ],
        },
    };
}
