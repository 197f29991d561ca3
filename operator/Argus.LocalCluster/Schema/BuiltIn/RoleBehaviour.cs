using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Bindings of roles.</summary>
internal static class RoleBehaviour
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void DefaultReference(JsonObject reference)
    {
        if (reference.Text("apiGroup") is not { Length: > 0 })
            reference["apiGroup"] = Group;
    }

    public static void DefaultSubject(JsonObject subject)
    {
        if (subject.Text("kind") is "User" or "Group" && subject.Text("apiGroup") is not { Length: > 0 })
            subject["apiGroup"] = Group;
    }

    public static void CheckBinding(JsonObject binding, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (old is not null && !JsonNode.DeepEquals(binding["roleRef"], old["roleRef"]))
            causes.Add(Causes.Invalid("roleRef", binding["roleRef"], "cannot change roleRef"));
    }
}
