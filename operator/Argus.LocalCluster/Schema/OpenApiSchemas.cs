using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>The schemas part of OpenAPI v3 documents, as kubectl explain, apply and diff read it.</summary>
public static class OpenApiSchemas
{
    private const string Reference = "#/components/schemas/";

    /// <summary>
    /// Named schemas for a kind and all that it refers to. A built-in kind is split into its types; one from a definition is a single
    /// schema, beside that of metadata.
    /// </summary>
    /// <param name="schema">The kind's schema.</param>
    /// <param name="group">Group; empty for the core group.</param>
    /// <param name="version">Version.</param>
    /// <param name="kind">Kind.</param>
    /// <returns>Schemas by name, to be merged into <c>components.schemas</c>.</returns>
    public static JsonObject ToOpenApi(StructuralSchema schema, string group, string version, string kind)
    {
        var schemas = new JsonObject();
        JsonObject root;
        if (schema.IsCustom)
        {
            root = schema.Root.Source!.DeepClone().AsObject();
            if (root["properties"] is not JsonObject properties)
                root["properties"] = properties = [];
            foreach (string name in (ReadOnlySpan<string>)["apiVersion", "kind", "metadata"])
                properties[name] = Property(schema.Root.Properties[name].Node, schemas);
            properties["apiVersion"]!["description"] = "Group and version of the schema that this object is written in.";
            properties["kind"]!["description"] = "What this object is, in CamelCase.";
            schemas[NameOf(group, version, kind)] = root;
        }
        else
        {
            Add(schema.Root, schemas);
            root = schemas[schema.Root.TypeName!]!.AsObject();
        }

        root["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = group, ["kind"] = kind, ["version"] = version });
        return schemas;
    }

    /// <summary>The name of the schema of a kind from a definition: the group's parts turned round, the version and the kind.</summary>
    public static string NameOf(string group, string version, string kind) =>
        $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";

    private static void Add(SchemaNode node, JsonObject schemas)
    {
        if (schemas.ContainsKey(node.TypeName!))
            return;
        var json = new JsonObject { ["type"] = "object" };
        schemas[node.TypeName!] = json;
        if (node.Description is { Length: > 0 } description)
            json["description"] = description;
        if (node.AtomicMap)
            json["x-kubernetes-map-type"] = "atomic";
        if (node.Required.Count > 0)
            json["required"] = new JsonArray([.. node.Required.Select(name => (JsonNode)name)]);
        var properties = new JsonObject();
        foreach (SchemaProperty property in node.Properties.Values.OrderBy(property => property.Name, StringComparer.Ordinal))
            properties[property.Name] = Property(property.Node, schemas);
        if (properties.Count > 0)
            json["properties"] = properties;
    }

    private static JsonObject Property(SchemaNode node, JsonObject schemas)
    {
        JsonObject json = Shape(node, schemas);
        if (node.Description is { Length: > 0 } description)
            json["description"] = description;
        if (node.Default is { } value)
            json["default"] = value.DeepClone();
        if (node.Enum.Count > 0)
            json["enum"] = new JsonArray([.. node.Enum.Select(option => option?.DeepClone())]);
        if (node.Type == NodeType.Array)
            AddListKind(node, json);
        if (node.PatchMergeKey is { } key)
            json["x-kubernetes-patch-merge-key"] = key;
        if (node.PatchReplaces)
            json["x-kubernetes-patch-strategy"] = "replace";
        if (node.PatchMerges || node.PatchRetainsKeys)
            json["x-kubernetes-patch-strategy"] = !node.PatchRetainsKeys ? "merge" : node.PatchMerges ? "merge,retainKeys" : "retainKeys";
        return json;
    }

    private static JsonObject Shape(SchemaNode node, JsonObject schemas)
    {
        if (node.TypeName is { } type)
        {
            Add(node, schemas);
            return new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = Reference + type }) };
        }

        if (node.IntOrString || node.Quantity)
        {
            var either = new JsonArray(new JsonObject { ["type"] = node.Quantity ? "number" : "integer" }, new JsonObject { ["type"] = "string" });
            return new JsonObject { ["oneOf"] = either };
        }

        var json = new JsonObject();
        if (node.Type != NodeType.Any)
            json["type"] = ScalarChecks.TypeName(node);
        if (node.Format is { } format)
            json["format"] = format == "micro-time" ? "date-time" : format;
        if (node.Items is { } items)
            json["items"] = Shape(items, schemas);
        if (node.AdditionalProperties is { } values)
            json["additionalProperties"] = Shape(values, schemas);
        if (node.AtomicMap)
            json["x-kubernetes-map-type"] = "atomic";
        return json;
    }

    private static void AddListKind(SchemaNode node, JsonObject json)
    {
        json["x-kubernetes-list-type"] = node.ListKind.ToString().ToLowerInvariant();
        if (node.ListKind == ListKind.Map)
            json["x-kubernetes-list-map-keys"] = new JsonArray([.. node.ListMapKeys.Select(name => (JsonNode)name)]);
    }
}
