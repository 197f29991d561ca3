using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Rights;

/// <summary>What may be done to a resource of a group, and to objects of what name where that is not all.</summary>
internal sealed record Right(string Group, string Resource, string Verb, string? Name = null)
{
    /// <summary>Everything that a Role or ClusterRole grants.</summary>
    public static IEnumerable<Right> Of(JsonObject role) =>
        from rule in role["rules"].List()
        from item in rule["apiGroups"].Texts()
        from resource in rule["resources"].Texts()
        from verb in rule["verbs"].Texts()
        from name in rule["resourceNames"] is null ? (string?[])[null] : [.. rule["resourceNames"].Texts()]
        select new Right(item, resource, verb, name);

    /// <summary>Whether this one allows what is asked for.</summary>
    public bool Allows(Right asked) => (Group, Resource, Verb) == (asked.Group, asked.Resource, asked.Verb) && (Name is null || Name == asked.Name);

    public override string ToString() => $"{Verb} {Resource}.{Group} {Name}".Trim();
}
