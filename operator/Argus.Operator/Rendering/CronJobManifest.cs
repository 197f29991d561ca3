using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>What begins the runs of one flow of a DatasetSchedule.</summary>
internal static class CronJobManifest
{
    public const string Daily = "daily";
    public const string Monthly = "monthly";

    // The longest that the name of a CronJob may be is 52: eleven characters are added to it for a Job.
    private const int LongestName = 52;

    /// <summary>Name of a flow's CronJob.</summary>
    public static string NameOf(string schedule, string flow) => $"{schedule}-{flow}";

    /// <summary>What is wrong with the name of a DatasetSchedule; null where nothing is.</summary>
    public static string? WhyNot(string schedule) => NameOf(schedule, Monthly).Length <= LongestName ? null : $"must have at most {LongestName - Monthly.Length - 1} characters, so that its CronJobs can be named after it";

    /// <param name="resource">The DatasetSchedule.</param>
    /// <param name="flow">daily or monthly.</param>
    /// <param name="when">When it runs.</param>
    /// <param name="options">About the cluster.</param>
    public static JsonObject Render(DatasetSchedule resource, string flow, FlowSchedule when, PlanOptions options)
    {
        var spec = resource.Spec;
        return Json.Map(
            ("apiVersion", Kinds.CronJob.ApiVersion),
            ("kind", Kinds.CronJob.Kind),
            ("metadata", Json.Map(
                ("name", NameOf(resource.Metadata.Name!, flow)),
                ("namespace", resource.Metadata.Namespace),
                ("labels", Labels(resource, flow, isManaged: true)),
                ("ownerReferences", Json.List(Owner(resource))))),
            ("spec", Json.Map(
                ("schedule", when.Schedule),
                // A day of the documents is one of UTC.
                ("timeZone", "Etc/UTC"),
                ("concurrencyPolicy", "Forbid"),
                ("startingDeadlineSeconds", spec.StartingDeadlineSeconds),
                ("suspend", when.Suspend),
                ("successfulJobsHistoryLimit", spec.KeepSucceeded),
                ("failedJobsHistoryLimit", spec.KeepFailed),
                ("jobTemplate", Json.Map(
                    ("metadata", Json.Map(("labels", Labels(resource, flow, isManaged: false)))),
                    ("spec", Json.Map(
                        ("backoffLimit", spec.Retries),
                        ("activeDeadlineSeconds", spec.ActiveDeadlineSeconds),
                        ("template", Template(resource, flow, options)))))))));
    }

    private static JsonObject Template(DatasetSchedule resource, string flow, PlanOptions options)
    {
        var pod = resource.Spec.Pod;
        return Json.Map(
            ("metadata", Json.Map(("labels", Labels(resource, flow, isManaged: false)))),
            ("spec", Json.Map(
                ("automountServiceAccountToken", false),
                ("enableServiceLinks", false),
                ("restartPolicy", "Never"),
                ("serviceAccountName", pod?.ServiceAccountName),
                ("priorityClassName", pod?.PriorityClassName),
                ("runtimeClassName", pod?.RuntimeClassName),
                ("imagePullSecrets", Json.Copy(pod?.ImagePullSecrets)),
                ("nodeSelector", Json.Texts(pod?.NodeSelector)),
                ("affinity", Json.Copy(pod?.Affinity)),
                ("tolerations", Json.Copy(pod?.Tolerations)),
                ("securityContext", Json.Map(
                    ("runAsNonRoot", true),
                    ("runAsUser", options.UserId),
                    ("runAsGroup", options.UserId),
                    ("seccompProfile", Json.Map(("type", "RuntimeDefault"))))),
                ("containers", Json.List(Container(pod, flow, options))),
                ("volumes", Json.List(Json.Map(("name", "tmp"), ("emptyDir", Json.Map(("sizeLimit", "256Mi")))))))));
    }

    private static JsonObject Container(PodSpec? pod, string flow, PlanOptions options) => Json.Map(
        ("name", "datasets"),
        ("image", pod?.Image ?? options.DatasetsImage),
        ("args", Json.List(flow)),
        ("env", Environment(pod)),
        ("resources", Json.Map(
            ("limits", Amounts(pod?.Resources?.Limits)),
            ("requests", Amounts(pod?.Resources?.Requests) ?? Json.Map(("cpu", "100m"), ("memory", "256Mi"))))),
        ("volumeMounts", Json.List(Json.Map(("name", "tmp"), ("mountPath", "/tmp")))),
        // What it wrote last is the reason that the pod tells.
        ("terminationMessagePolicy", "FallbackToLogsOnError"),
        ("securityContext", Json.Map(
            ("allowPrivilegeEscalation", false),
            ("readOnlyRootFilesystem", true),
            ("capabilities", Json.Map(("drop", Json.List("ALL")))))));

    private static JsonArray? Environment(PodSpec? pod) => pod?.Env is not { Count: > 0 } env ? null
        : Json.List(env.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => (JsonNode?)Json.Map(("name", e.Name), ("value", e.Value), ("valueFrom", Json.Copy(e.ValueFrom)))));

    private static JsonObject? Amounts(IReadOnlyDictionary<string, System.Text.Json.JsonElement>? amounts) => amounts is not { Count: > 0 } ? null
        : new JsonObject(amounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.ToString())));

    // What a template makes is managed by Kubernetes' own controllers, and no mirror of ours looks for it.
    private static JsonObject Labels(DatasetSchedule resource, string flow, bool isManaged) => Json.Map(
        ("app.kubernetes.io/component", "datasets"),
        ("app.kubernetes.io/instance", resource.Metadata.Name),
        ("app.kubernetes.io/managed-by", isManaged ? Names.Manager : null),
        ("app.kubernetes.io/part-of", "argus"),
        (Names.Schedule, resource.Metadata.Name),
        (Names.Flow, flow));

    private static JsonObject Owner(DatasetSchedule resource) => Json.Map(
        ("apiVersion", DatasetSchedule.Resource.ApiVersion),
        ("kind", DatasetSchedule.Resource.Kind),
        ("name", resource.Metadata.Name),
        ("uid", resource.Metadata.Uid),
        ("controller", true),
        ("blockOwnerDeletion", true));
}
