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

    /// <summary>Minor version of the kubectl that Debian 12 has.</summary>
    public const int Debian = 20;

    /// <summary>What Debian's kubectl by itself prints otherwise than 1.32: run like the others, since what follows builds on it, and found to differ. By story and place.</summary>
    public static IReadOnlyDictionary<string, string> Older { get; } = new Dictionary<string, string>
    {
        ["kubectl/api-resources-and-auth#1"] = OlderWords,
        ["kubectl/api-resources-and-auth#6"] = NotYet,
        ["kubectl/api-resources-and-auth#9"] = OlderWords,
        ["kubectl/apply-client-side#7"] = "It checks fields itself, by OpenAPI v2.",
        ["kubectl/apply-client-side#8"] = NotYet,
        ["kubectl/apply-client-side#9"] = "What the command before would have made is not there.",
        ["kubectl/apply-server-side#2"] = OlderWords,
        ["kubectl/change#6"] = OlderWords,
        ["kubectl/change#7"] = OlderWords,
        ["kubectl/change#8"] = NotYet,
        ["kubectl/change#13"] = OlderWords,
        ["kubectl/describe#0"] = Managed,
        ["kubectl/describe#4"] = Managed,
        ["kubectl/diff#1"] = Managed,
        ["kubectl/diff#2"] = Managed,
        ["kubectl/diff#3"] = OlderWords,
        ["kubectl/diff#4"] = Managed,
        ["kubectl/differences-in-1.36#5"] = Managed,
        ["kubectl/differences-in-1.36#7"] = Managed,
        ["kubectl/differences-in-1.36#8"] = OlderWords,
        ["kubectl/explain#2"] = OlderWords,
        ["kubectl/explain#3"] = OlderWords,
        ["kubectl/get#2"] = Managed,
        ["kubectl/get#3"] = NotYet,
        ["kubectl/get#4"] = Managed,
        ["kubectl/get#20"] = NotYet,
        ["kubectl/logs-and-exec#3"] = OlderWords,
        ["kubectl/logs-and-exec#5"] = OlderWords,
        ["kubectl/rollout#7"] = OlderWords,
        ["kubectl/wait#0"] = "It does not look at observedGeneration.",
        ["kubectl/wait#6"] = NotYet,
        ["kubectl/wait#7"] = NotYet,
    };

    private const string Managed = "It shows managedFields, which later ones hide.";
    private const string NotYet = "It has no such command, flag or value.";
    private const string OlderWords = "It says the same in other words, or less.";
    private const string Untold = "ReplicaSets and Events were recorded as tables and protobuf alone, and cannot be put there.";
    private const string Controlled = "A controller's work, and none runs here.";
    private const string OwnWords = "What built-in types and metadata are is told in other words.";
    private const string NoKubelet = "Recorded without a kubelet, of which the error speaks.";
    private const string Elsewhere = "Done by others while it waited.";
}
