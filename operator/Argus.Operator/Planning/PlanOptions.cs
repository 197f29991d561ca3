using System.Collections.Immutable;

namespace Argus.Operator.Planning;

/// <summary>What the operator was told about the cluster; the same for every object.</summary>
internal sealed record PlanOptions
{
    /// <summary>Image of the model server for CPUs (ARGUS_IMAGE_CPU).</summary>
    public string CpuImage { get; init; } = "argus/model-server:0.1.0-cpu";

    /// <summary>The same with CUDA and TensorRT (ARGUS_IMAGE_NVIDIA).</summary>
    public string NvidiaImage { get; init; } = "argus/model-server:0.1.0-nvidia";

    /// <summary>The same with MIGraphX (ARGUS_IMAGE_AMD).</summary>
    public string AmdImage { get; init; } = "argus/model-server:0.1.0-amd";

    /// <summary>Image of the dataset service (ARGUS_IMAGE_DATASETS).</summary>
    public string DatasetsImage { get; init; } = "argus/datasets:0.1.0";

    /// <summary>Groups that may open AMD devices: video and render; their numbers are those of the nodes (ARGUS_AMD_GROUPS). Default 44 and 109.</summary>
    public ImmutableArray<long> AmdGroups { get; init; } = [44, 109];

    /// <summary>Where pods keep weights (ARGUS_CACHE): a folder of the node is shared by all pods on it, a claim by all pods, an empty folder by none. Default a folder.</summary>
    public CacheKind Cache { get; init; } = CacheKind.HostPath;

    /// <summary>The folder or the name of the claim (ARGUS_CACHE_SOURCE). The folder must be writable for <see cref="UserId"/>.</summary>
    public string CacheSource { get; init; } = "/var/lib/argus";

    /// <summary>Folders inside the pod in which weights are looked for by hash before they are downloaded (ARGUS_POD_MODEL_PATH). Default those in the image.</summary>
    public string ModelPath { get; init; } = "/app/models";

    /// <summary>User and group that the server runs as, never 0 (ARGUS_POD_USER). Default 10001.</summary>
    public long UserId { get; init; } = 10001;

    /// <summary>What scales pods with the load (ARGUS_AUTOSCALER). Auto, the default, takes KEDA where its kinds are installed.</summary>
    public AutoscalerKind Autoscaler { get; init; } = AutoscalerKind.Auto;

    /// <summary>Prometheus that KEDA asks for requests in flight (ARGUS_PROMETHEUS).</summary>
    public string Prometheus { get; init; } = "http://prometheus-operated.monitoring.svc:9090";

    /// <summary>Namespace from which the gateway and the operator reach pods (ARGUS_NAMESPACE). Default argus.</summary>
    public string Namespace { get; init; } = "argus";

    /// <summary>Namespace from which metrics are scraped (ARGUS_MONITORING_NAMESPACE). Default monitoring.</summary>
    public string MonitoringNamespace { get; init; } = "monitoring";
}

/// <summary>Where pods keep weights.</summary>
internal enum CacheKind
{
    /// <summary>A folder of the node.</summary>
    HostPath,

    /// <summary>A PersistentVolumeClaim.</summary>
    Claim,

    /// <summary>A folder that goes with the pod, for clusters that allow neither.</summary>
    Empty,
}

/// <summary>What scales pods with the load.</summary>
internal enum AutoscalerKind
{
    /// <summary>KEDA where it is installed, else HorizontalPodAutoscaler.</summary>
    Auto,

    /// <summary>HorizontalPodAutoscaler.</summary>
    Hpa,

    /// <summary>KEDA.</summary>
    Keda,

    /// <summary>Nothing: there are always scaling.min pods.</summary>
    None,
}
