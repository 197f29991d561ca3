using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning.Schedules;

/// <summary>What is written into a ModelDeployment to promote a checkpoint. An annotation that comes and goes with the canary tells whose it is.</summary>
internal static class PromotionPatch
{
    /// <summary>The folder of the checkpoint whose canary a schedule put there; null where the canary is somebody else's.</summary>
    public static string? FolderOf(DatasetSchedule schedule, ModelDeployment deployment)
    {
        string? mark = deployment.Metadata.Annotations?.GetValueOrDefault(Names.Promotion);
        return mark?.Split(' ') is [var name, var folder, var sha256] && name == schedule.Metadata.Name && sha256 == deployment.Spec.Canary?.Model.Classes?.Sha256
            ? folder
            : null;
    }

    /// <summary>Whether what is judged is still the model of the spec but for the classes.</summary>
    public static bool IsOfTheSpec(ModelSource judged, ModelDeployment deployment) =>
        JsonNode.DeepEquals(Tree(judged with { Classes = null }), Tree(deployment.Spec.Model with { Classes = null }));

    /// <summary>A canary with the classes of a checkpoint.</summary>
    public static PlannedPatch Begin(DatasetSchedule schedule, PromoteSpec spec, ModelDeployment deployment, Checkpoint newest) => Of(
        deployment,
        $"{schedule.Metadata.Name} {newest.Folder} {newest.Sha256}",
        new JsonObject
        {
            ["canary"] = Json.Map(
                ("model", Tree(deployment.Spec.Model with { Classes = new ModelClasses { Url = newest.Url, Sha256 = newest.Sha256 } })),
                ("weight", spec.Weight),
                ("promoteAfterSeconds", spec.PromoteAfterSeconds),
                ("maxErrorPercent", spec.MaxErrorPercent)),
        },
        $"begin a canary of {newest.Folder}");

    /// <summary>What the canary has becomes the spec's, and the canary goes.</summary>
    public static PlannedPatch Promote(ModelDeployment deployment, ModelClasses judged, string folder) => Of(
        deployment,
        null,
        new JsonObject { ["model"] = Json.Map(("classes", Json.Map(("url", judged.Url), ("sha256", judged.Sha256)))), ["canary"] = null },
        $"promote {folder}");

    /// <summary>The canary goes.</summary>
    public static PlannedPatch Remove(ModelDeployment deployment, string folder) => Of(deployment, null, new JsonObject { ["canary"] = null }, $"remove the canary of {folder}");

    private static PlannedPatch Of(ModelDeployment deployment, string? mark, JsonObject spec, string why) => new(
        new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = deployment.Metadata.ResourceVersion,
                ["annotations"] = new JsonObject { [Names.Promotion] = mark },
            },
            ["spec"] = spec,
        },
        why);

    private static JsonNode Tree(ModelSource source) => JsonSerializer.SerializeToNode(source, ArgusJson.Default.ModelSource)!;
}
