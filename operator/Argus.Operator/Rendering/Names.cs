using Argus.Kube.Api.Core;

namespace Argus.Operator.Rendering;

/// <summary>Names, labels, paths and numbers that several children share.</summary>
internal static class Names
{
    /// <summary>Field manager, event reporter and user agent.</summary>
    public const string Manager = "argus-operator";

    /// <summary>Field manager of what is written into a ModelDeployment for a DatasetSchedule.</summary>
    public const string Promoter = "argus-datasets";

    /// <summary>Label of all that belongs to one ModelDeployment.</summary>
    public const string Deployment = "argus.dev/deployment";

    /// <summary>Label of all that belongs to one DatasetSchedule.</summary>
    public const string Schedule = "argus.dev/schedule";

    /// <summary>Label: daily or monthly.</summary>
    public const string Flow = "argus.dev/flow";

    /// <summary>Label: <see cref="Stable"/> or <see cref="Canary"/>.</summary>
    public const string Variant = "argus.dev/variant";

    public const string Stable = "stable";
    public const string Canary = "canary";

    /// <summary>Label of a pod: which state of the pod template it was made from.</summary>
    public const string Revision = "argus.dev/revision";

    /// <summary>Annotation of a child: hash of what was applied, so that a part that is no longer wanted inside a list that is replaced whole is noticed.</summary>
    public const string Content = "argus.dev/content";

    /// <summary>Annotation of a ModelDeployment: when it was last asked for anything, written by the gateway.</summary>
    public const string LastRequest = "argus.dev/last-request";

    /// <summary>Annotation of a ModelDeployment: which DatasetSchedule put its canary there, of which checkpoint and with which hash.</summary>
    public const string Promotion = "argus.dev/promotion";

    /// <summary>Label of a pod that runs a server of somebody else's: it is not asked what it computes.</summary>
    public const string Runtime = "argus.dev/runtime";

    /// <summary>The value of it.</summary>
    public const string OwnImage = "own-image";

    public const string Container = "server";
    public const string PackVolume = "pack";
    public const string CacheVolume = "cache";
    public const string PackFolder = "/etc/argus/pack";
    public const string CacheFolder = "/var/cache/argus";
    public const string Port = "http";
    public const int PortNumber = 8100;

    /// <summary>Seconds that a pod which stops still takes requests, so that load balancers notice.</summary>
    public const int DrainSeconds = 5;

    /// <summary>Seconds that requests under way may take to end after that.</summary>
    public const int ShutdownSeconds = 25;

    /// <summary>Whether a pod runs a server of somebody else's.</summary>
    public static bool IsOutOfSight(V1Pod pod) => pod.Metadata.Labels?.GetValueOrDefault(Runtime) == OwnImage;

    /// <summary>Name of a variant's Deployment and Service.</summary>
    public static string Of(string deployment, string variant) => variant == Stable ? deployment : $"{deployment}-{variant}";
}
