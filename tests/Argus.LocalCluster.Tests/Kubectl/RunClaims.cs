namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>Recorded runs of kubectl that are not compared, and why.</summary>
internal static class RunClaims
{
    /// <summary>By story and place. Runs that were interrupted are not run either: what they told of was done by others meanwhile.</summary>
    public static IReadOnlyDictionary<string, string> Unclaimed { get; } = new Dictionary<string, string>
    {
        ["kubectl/api-resources-and-auth#0"] = "Kinds that are not served.",
        ["kubectl/api-resources-and-auth#2"] = "Groups that are not served.",
        ["kubectl/api-resources-and-auth#5"] = "Only the administrator's rules are listed.",
        ["kubectl/api-resources-and-auth#11"] = "There are no tokens but the administrator's.",
        ["kubectl/change#16"] = "kubectl 1.32 creates the autoscaler in autoscaling/v1, which is not served.",
        ["kubectl/cold-and-warm-cache#3"] = "Each side tells its own version.",
        ["kubectl/describe#1"] = Untold,
        ["kubectl/describe#2"] = Untold,
        ["kubectl/differences-in-1.36#11"] = Controlled,
        ["kubectl/differences-in-1.36#12"] = Controlled,
        ["kubectl/explain#0"] = OwnWords,
        ["kubectl/explain#1"] = OwnWords,
        ["kubectl/explain#4"] = OwnWords,
        ["kubectl/get#11"] = "It lists objects of other stories.",
        ["kubectl/get#16"] = Untold,
        ["kubectl/get#18"] = Untold,
        ["kubectl/logs-and-exec#0"] = NoKubelet,
        ["kubectl/logs-and-exec#2"] = NoKubelet,
        ["kubectl/logs-and-exec#4"] = NoKubelet,
        ["kubectl/rollout#0"] = Controlled,
        ["kubectl/rollout#2"] = Controlled,
        ["kubectl/rollout#3"] = Controlled,
        ["kubectl/rollout#4"] = Controlled,
        ["kubectl/wait#4"] = Elsewhere,
        ["kubectl/wait#8"] = Elsewhere,
    };

    private const string Untold = "ReplicaSets and Events were recorded as tables and protobuf alone, and cannot be put there.";
    private const string Controlled = "A controller's work, and none runs here.";
    private const string OwnWords = "What built-in types and metadata are is told in other words.";
    private const string NoKubelet = "Recorded without a kubelet, of which the error speaks.";
    private const string Elsewhere = "Done by others while it waited.";
}
