using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Access;

/// <summary>Role-based access: what Roles and their bindings allow.</summary>
internal sealed class AccessRules(ObjectStore store)
{
    private const string Group = "rbac.authorization.k8s.io/";

    // What every caller with a name may ask, as the default bindings of a real cluster allow it.
    private static readonly string[] OpenToNamed = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    public bool Allows(AccessQuestion question)
    {
        if (question.Caller.IsMaster)
            return true;
        if (OpenToNamed.Contains(question.Resource) && question.Caller.Groups.Contains("system:authenticated"))
            return true;
        var state = store.State;
        return state.Of(Group + "clusterrolebindings").In(null).Any(b => Allows(state, b.Parse(), "", question))
            || (question.Namespace.Length > 0 && state.Of(Group + "rolebindings").In(question.Namespace).Any(b => Allows(state, b.Parse(), question.Namespace, question)));
    }

    private static bool Allows(StoreState state, JsonObject binding, string ns, AccessQuestion question)
    {
        if (!(binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Any(s => Names(s, question.Caller)))
            return false;
        var reference = binding["roleRef"] as JsonObject;
        string name = reference?.Text("name") ?? "";
        var role = reference?.Text("kind") == "Role"
            ? state.Find(new ObjectKey(Group + "roles", ns, name))
            : state.Find(new ObjectKey(Group + "clusterroles", "", name));
        return role is not null && (role.Parse()["rules"] as JsonArray ?? []).OfType<JsonObject>().Any(rule => Covers(rule, question));
    }

    private static bool Names(JsonObject subject, Caller caller) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == caller.Name,
        "Group" => caller.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => caller.Name == $"system:serviceaccount:{subject.Text("namespace")}:{subject.Text("name")}",
        _ => false,
    };

    private static bool Covers(JsonObject rule, AccessQuestion question)
    {
        int slash = question.Resource.IndexOf('/', StringComparison.Ordinal);
        return Has(rule, "verbs", question.Verb)
            && Has(rule, "apiGroups", question.Group)
            && (Has(rule, "resources", question.Resource) || (slash > 0 && rule.Strings("resources").Contains("*" + question.Resource[slash..])))
            && (rule.Strings("resourceNames") is not { Count: > 0 } names || names.Contains(question.Name));
    }

    private static bool Has(JsonObject rule, string name, string value) => rule.Strings(name) is var values && (values.Contains(value) || values.Contains("*"));
}
