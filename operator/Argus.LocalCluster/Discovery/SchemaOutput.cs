using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Discovery;

/// <summary>Compiled schemas as the components of an OpenAPI document.</summary>
internal static class SchemaOutput
{
    private const string MetaName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    /// <summary>The schemas of some kinds, and of all that they refer to.</summary>
    public static JsonObject Components(IReadOnlyList<ApiResource> resources)
    {
        var components = new JsonObject();
        AddNamed(components, MetaName, BuiltInSchemas.ObjectMeta);
        foreach (var resource in resources)
        {
            string name = resource.Schema.Root.TypeName ?? Reversed(resource.Group, resource.Version, resource.Kind);
            var schema = resource.Custom ? Custom(resource) : Built(components, resource.Schema.Root);
            schema["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = resource.Group, ["kind"] = resource.Kind, ["version"] = resource.Version });
            components[name] = schema;
        }
        return components;
    }

    // argus.dev, v1, Thing: dev.argus.v1.Thing.
    private static string Reversed(string group, string version, string kind) => $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";

    private static JsonObject Custom(ApiResource resource)
    {
        var schema = resource.Schema.Root.Source?.DeepClone().AsObject() ?? new JsonObject { ["type"] = "object" };
        if (schema["properties"] is not JsonObject properties)
            schema["properties"] = properties = [];
        properties["apiVersion"] = Text("The versioned schema that this object follows.");
        properties["kind"] = Text("The type of this object.");
        properties["metadata"] = Reference(MetaName, "Name, labels and the like.");
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static void AddNamed(JsonObject components, string name, SchemaNode node)
    {
        if (components.ContainsKey(name))
            return;
        // Set before its fields are looked at, since some types contain themselves.
        components[name] = new JsonObject();
        components[name] = Built(components, node);
    }

    private static JsonObject Built(JsonObject components, SchemaNode node)
    {
        var schema = new JsonObject();
        if (node.Description is { Length: > 0 } description)
            schema["description"] = description;
        if (node.IntOrString || node.Quantity)
            schema["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = node.Quantity ? "number" : "integer" });
        else if (node.Type != NodeType.Any)
            schema["type"] = node.Type.ToString().ToLowerInvariant();
        if (node.Format is { } format)
            schema["format"] = format;
        if (node.Required.Count > 0)
            schema["required"] = new JsonArray([.. node.Required.Select(r => (JsonNode)r)]);
        if (node.Default is { } value)
            schema["default"] = value.DeepClone();
        if (node.Enum.Count > 0)
            schema["enum"] = new JsonArray([.. node.Enum.Select(e => e?.DeepClone())]);
        if (node.Properties.Count > 0)
            schema["properties"] = new JsonObject(node.Properties.Values.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create<string, JsonNode?>(p.Name, Child(components, p.Node))));
        if (node.AdditionalProperties is { } values)
            schema["additionalProperties"] = Child(components, values);
        if (node.Items is { } items)
            AddList(schema, node, Child(components, items));
        if (node.AtomicMap)
            schema["x-kubernetes-map-type"] = "atomic";
        return schema;
    }

    private static void AddList(JsonObject schema, SchemaNode node, JsonObject items)
    {
        schema["items"] = items;
        schema["x-kubernetes-list-type"] = node.ListKind.ToString().ToLowerInvariant();
        if (node.ListMapKeys.Count > 0)
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. node.ListMapKeys.Select(k => (JsonNode)k)]);
        if (node.PatchMergeKey is { } key)
            schema["x-kubernetes-patch-merge-key"] = key;
        if (node.PatchMerges)
            schema["x-kubernetes-patch-strategy"] = node.PatchRetainsKeys ? "merge,retainKeys" : "merge";
    }

    private static JsonObject Child(JsonObject components, SchemaNode node)
    {
        if (node.TypeName is not { } name || node.Type != NodeType.Object)
            return Built(components, node);
        AddNamed(components, name, node);
        return Reference(name, node.Description);
    }

    private static JsonObject Reference(string name, string? description)
    {
        var reference = new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }) };
        if (!string.IsNullOrEmpty(description))
            reference["description"] = description;
        return reference;
    }
}
