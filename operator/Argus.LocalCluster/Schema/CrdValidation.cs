using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>What the server refuses in a CustomResourceDefinition. What clashes with other definitions is <see cref="CrdNames"/>.</summary>
public static class CrdValidation
{
    /// <summary>All that is wrong with a definition.</summary>
    /// <param name="crd">The definition, with defaults.</param>
    /// <param name="old">Its former state; null on create.</param>
    public static IReadOnlyList<FieldCause> Validate(JsonObject crd, JsonObject? old = null)
    {
        var causes = new List<FieldCause>();
        if (crd["spec"] is not JsonObject spec)
            return [Causes.Required("spec")];
        string? group = spec.Text("group"), plural = (spec["names"] as JsonObject)?.Text("plural");
        string? name = (crd["metadata"] as JsonObject)?.Text("name");
        if (old is null && name != $"{plural}.{group}")
            causes.Add(Causes.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        if (old?["spec"] is JsonObject former)
        {
            foreach (string field in (ReadOnlySpan<string>)["group", "scope"])
            {
                if (former.Text(field) != spec.Text(field))
                    causes.Add(Causes.Invalid($"spec.{field}", spec[field], "field is immutable"));
            }
        }

        CheckGroup(group, causes);
        CheckNames(spec["names"] as JsonObject ?? [], causes);
        CheckVersions(spec["versions"] as JsonArray ?? [], causes);
        return causes;
    }

    internal static void Check(JsonObject crd, JsonObject? old, FieldPath path, List<FieldCause> causes) => causes.AddRange(Validate(crd, old));

    /// <summary>Names that can be derived from the kind.</summary>
    internal static void Default(JsonObject spec)
    {
        if (spec["names"] is not JsonObject names || names.Text("kind") is not { Length: > 0 } kind)
            return;
        names.TryAdd("singular", kind.ToLowerInvariant());
        names.TryAdd("listKind", kind + "List");
    }

    private static void CheckGroup(string? group, List<FieldCause> causes)
    {
        if (group is not { Length: > 0 })
            return; // named by the schema
        causes.AddRange(NameRules.Subdomain(group).Select(problem => Causes.Invalid("spec.group", group, problem)));
        if (!group.Contains('.', StringComparison.Ordinal))
            causes.Add(Causes.Invalid("spec.group", group, "should be a domain with at least one dot"));
    }

    private static void CheckNames(JsonObject names, List<FieldCause> causes)
    {
        foreach (string field in (ReadOnlySpan<string>)["plural", "kind"])
        {
            if (names.Text(field) is not { Length: > 0 })
                causes.Add(Causes.Required($"spec.names.{field}"));
        }

        foreach (string field in (ReadOnlySpan<string>)["plural", "singular"])
        {
            if (names.Text(field) is { Length: > 0 } text)
                causes.AddRange(NameRules.ServiceLabel(text).Select(problem => Causes.Invalid($"spec.names.{field}", text, problem)));
        }

        foreach (string field in (ReadOnlySpan<string>)["kind", "listKind"])
        {
            if (names.Text(field) is { Length: > 0 } text)
            {
                causes.AddRange(NameRules.ServiceLabel(text.ToLowerInvariant()).Select(problem =>
                    Causes.Invalid($"spec.names.{field}", text, $"may have mixed case, but should otherwise match: {problem}")));
            }
        }

        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
            causes.Add(Causes.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same"));
    }

    private static void CheckVersions(JsonArray versions, List<FieldCause> causes)
    {
        List<JsonObject> all = [.. versions.OfType<JsonObject>()];
        if (all.Count(version => version.Flag("storage")) != 1)
            causes.Add(Causes.Invalid("spec.versions", versions, "must have exactly one version marked as storage version"));
        foreach (IGrouping<string?, JsonObject> same in all.GroupBy(version => version.Text("name")).Where(group => group.Count() > 1))
            causes.Add(Causes.Invalid("spec.versions", versions, $"must contain unique version names: {same.Key}"));
        for (int i = 0; i < all.Count; i++)
        {
            // the server speaks of what all versions share as if it stood above them
            string place = all.Count == 1 ? "spec.validation" : $"spec.versions[{i}].schema";
            if (all[i]["schema"]?["openAPIV3Schema"] is not JsonObject schema)
            {
                causes.Add(Causes.Required($"spec.versions[{i}].schema.openAPIV3Schema", "schemas are required"));
                continue;
            }

            new CrdSchemaChecks(causes).Run(schema, $"{place}.openAPIV3Schema");
            CheckPaths(all[i], schema, all.Count == 1 ? "spec" : $"spec.versions[{i}]", causes);
        }
    }

    private static void CheckPaths(JsonObject version, JsonObject schema, string place, List<FieldCause> causes)
    {
        StructuralSchema? compiled = null;
        int index = 0;
        foreach (JsonObject field in (version["selectableFields"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            string path = field.Text("jsonPath") ?? "";
            compiled ??= StructuralSchema.Compile(schema.DeepClone().AsObject());
            if (compiled.Find(path)?.Type is not (NodeType.String or NodeType.Boolean or NodeType.Integer))
            {
                causes.Add(Causes.Invalid($"{place}.selectableFields[{index}].jsonPath", path,
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."));
            }

            index++;
        }

        if (version["subresources"]?["scale"] is not JsonObject scale)
            return;
        foreach ((string name, string root, bool required) in (ReadOnlySpan<(string, string, bool)>)
            [("specReplicasPath", ".spec.", true), ("statusReplicasPath", ".status.", true), ("labelSelectorPath", ".s", false)])
        {
            if (scale.Text(name) is { Length: > 0 } path ? !path.StartsWith(root, StringComparison.Ordinal) : required)
            {
                string under = required ? root.TrimEnd('.') : ".spec or .status";
                causes.Add(Causes.Invalid($"{place}.subresources.scale.{name}", scale[name] ?? "", $"should be a json path under {under}"));
            }
        }
    }
}
