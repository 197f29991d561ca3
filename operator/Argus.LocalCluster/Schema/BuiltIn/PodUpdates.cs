using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>A pod that runs keeps its specification, but for a few fields.</summary>
internal static class PodUpdates
{
    private const string Refusal = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)";

    public static void Check(JsonObject pod, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (pod["spec"] is JsonObject spec && old?["spec"] is JsonObject former && !JsonNode.DeepEquals(Fixed(spec), Fixed(former)))
            causes.Add(Causes.Forbidden("spec", Refusal));
    }

    private static JsonObject Fixed(JsonObject spec)
    {
        JsonObject copy = spec.DeepClone().AsObject();
        foreach (string name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates", "nodeName"])
            copy.Remove(name);
        foreach (JsonObject container in PodDefaults.Containers(copy))
            container.Remove("image");
        return copy;
    }
}
