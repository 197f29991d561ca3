using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>The pod of a model server, restricted as far as a pod can be.</summary>
internal static class PodTemplate
{
    public static JsonObject Render(RenderInput input, string variant, ServedModel model)
    {
        var pod = input.Spec.Pod;
        var spec = Json.Map(
            ("automountServiceAccountToken", false),
            ("enableServiceLinks", false),
            ("serviceAccountName", pod?.ServiceAccountName),
            ("priorityClassName", pod?.PriorityClassName),
            ("runtimeClassName", pod?.RuntimeClassName),
            ("imagePullSecrets", Json.Copy(pod?.ImagePullSecrets)),
            ("terminationGracePeriodSeconds", Names.DrainSeconds + Names.ShutdownSeconds + 5),
            ("securityContext", SecurityContext(input)),
            ("nodeSelector", Json.Texts(pod?.NodeSelector)),
            ("affinity", Placement.Affinity(input)),
            ("tolerations", Placement.Tolerations(input)),
            ("topologySpreadConstraints", Json.List(Placement.Spread(input, variant))),
            ("containers", Json.List(input.Spec.Chat?.Server is { } server ? OwnImageContainer.Render(input, server) : ServerContainer.Render(input, model))),
            ("volumes", Json.List(
                model.OutOfSight ? null : Json.Map(("name", Names.PackVolume), ("configMap", Json.Map(("name", ConfigMapManifest.NameOf(input.Name, model))))),
                CacheVolume(input.Options),
                model.OutOfSight ? OwnImageContainer.SharedMemory : null,
                Json.Map(("name", "tmp"), ("emptyDir", Json.Map(("sizeLimit", model.OutOfSight ? OwnImageContainer.TemporarySize : "256Mi")))))));
        var labels = input.Labels(variant);
        if (model.OutOfSight)
            labels[Names.Runtime] = Names.OwnImage;
        // Says of a pod which state of this template it was made from, without asking ReplicaSets.
        labels[Names.Revision] = Json.Hash(spec);
        return Json.Map(("metadata", Json.Map(("labels", labels))), ("spec", spec));
    }

    /// <summary>The revision that pods of a rendered Deployment have.</summary>
    public static string RevisionOf(JsonObject deployment) =>
        deployment["spec"]!["template"]!["metadata"]!["labels"]![Names.Revision]!.GetValue<string>();

    private static JsonObject SecurityContext(RenderInput input) => Json.Map(
        ("runAsNonRoot", true),
        ("runAsUser", input.Options.UserId),
        ("runAsGroup", input.Options.UserId),
        ("fsGroup", input.Options.UserId),
        ("fsGroupChangePolicy", "OnRootMismatch"),
        ("supplementalGroups", input.Hardware.Groups.Count == 0 ? null : Json.List(input.Hardware.Groups.Select(g => (JsonNode?)g))),
        ("seccompProfile", Json.Map(("type", "RuntimeDefault"))));

    // Contents are named by their hash and checked at every start, so that pods of any model may share one place.
    private static JsonObject CacheVolume(PlanOptions options) => Json.Map(
        ("name", Names.CacheVolume),
        ("hostPath", options.Cache == CacheKind.HostPath ? Json.Map(("path", options.CacheSource), ("type", "DirectoryOrCreate")) : null),
        ("persistentVolumeClaim", options.Cache == CacheKind.Claim ? Json.Map(("claimName", options.CacheSource)) : null),
        ("emptyDir", options.Cache == CacheKind.Empty ? new JsonObject() : null));
}
