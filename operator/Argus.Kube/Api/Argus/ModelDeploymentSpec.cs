namespace Argus.Kube.Api.Argus;

/// <summary>What is wanted. Values that the schema defaults are here too, for objects that were stored before the schema had them.</summary>
public sealed record ModelDeploymentSpec
{
    /// <summary>One of <see cref="ModelTasks"/>.</summary>
    public string Task { get; init => field = value ?? ""; } = "";

    public ModelSource Model { get; init => field = value ?? new(); } = new();

    public HardwareSpec Hardware { get; init => field = value ?? new(); } = new();

    public ScalingSpec Scaling { get; init => field = value ?? new(); } = new();

    public BatchingSpec? Batching { get; init; }

    public DetectionSpec? Detection { get; init; }

    public ChatSpec? Chat { get; init; }

    public RoutesSpec? Routes { get; init; }

    public CanarySpec? Canary { get; init; }

    public RolloutSpec Rollout { get; init => field = value ?? new(); } = new();

    public PodSpec? Pod { get; init; }

    /// <summary>Whether the operator leaves the children alone.</summary>
    public bool Paused { get; init; }
}

/// <summary>Where the weights come from: a pack, or files.</summary>
public sealed record ModelSource
{
    /// <summary>Name of a ModelPack.</summary>
    public string? Pack { get; init; }

    /// <summary>Id of the licence that was read and accepted.</summary>
    public string? AcceptLicense { get; init; }

    public IReadOnlyList<ModelFile>? Files { get; init; }

    public ModelClasses? Classes { get; init; }
}

/// <summary>A file of face classes that pods must have before they are ready.</summary>
public sealed record ModelClasses
{
    /// <summary>Where the centroids.json is.</summary>
    public string Url { get; init => field = value ?? ""; } = "";

    /// <summary>64 lower-case hex digits.</summary>
    public string Sha256 { get; init => field = value ?? ""; } = "";
}

/// <summary>Batches of pictures.</summary>
public sealed record BatchingSpec
{
    /// <summary>Most pictures in one batch request.</summary>
    public int? MaxSize { get; init; }
}

/// <summary>How faces are found.</summary>
public sealed record DetectionSpec
{
    /// <summary>Side of the detector's canvas in pixels.</summary>
    public int? Size { get; init; }

    public float? ScoreThreshold { get; init; }

    public float? NmsThreshold { get; init; }

    /// <summary>Most faces in an answer where the request does not say.</summary>
    public int? MaxFaces { get; init; }
}

/// <summary>Where the gateway offers the model.</summary>
public sealed record RoutesSpec
{
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Paths beside the task's own.</summary>
    public IReadOnlyList<string>? Add { get; init; }

    /// <summary>Paths of the task that are not offered.</summary>
    public IReadOnlyList<string>? Remove { get; init; }
}

/// <summary>A second model that gets part of the requests.</summary>
/// <param name="PromoteAfterSeconds">Seconds that its pods must have been ready before it takes over.</param>
/// <param name="MaxErrorPercent">Percent of its requests that may fail by its fault.</param>
public sealed record CanarySpec(int PromoteAfterSeconds = 600, int MaxErrorPercent = 1)
{
    public ModelSource Model { get; init => field = value ?? new(); } = new();

    /// <summary>Percent of the requests.</summary>
    public int Weight { get; init; }
}

/// <summary>How pods are replaced.</summary>
/// <param name="ReadyWithinSeconds">Seconds from the start of a pod until it must be ready.</param>
public sealed record RolloutSpec(int ReadyWithinSeconds = 1800)
{
    public const string Surge = "Surge";
    public const string HandOver = "HandOver";

    public string Strategy { get; init => field = value ?? Surge; } = Surge;
}
