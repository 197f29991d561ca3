using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.LocalCluster.Cel;

namespace Argus.LocalCluster.Schema;

/// <summary>Turns the JSON of a definition's schema into nodes.</summary>
internal static class SchemaCompiler
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    public static SchemaNode Compile(JsonObject schema, bool isRoot = false)
    {
        var node = new SchemaNode
        {
            Source = schema,
            Type = TypeOf(schema.Text("type")),
            Format = schema.Text("format"),
            Description = schema.Text("description"),
            Nullable = schema.Flag("nullable"),
            IntOrString = schema.Flag("x-kubernetes-int-or-string"),
            PreserveUnknown = schema.Flag("x-kubernetes-preserve-unknown-fields"),
            EmbeddedResource = schema.Flag("x-kubernetes-embedded-resource"),
            AtomicMap = schema.Text("x-kubernetes-map-type") == "atomic",
            ListKind = schema.Text("x-kubernetes-list-type") switch { "map" => ListKind.Map, "set" => ListKind.Set, _ => ListKind.Atomic },
            ListMapKeys = schema.Strings("x-kubernetes-list-map-keys"),
            Required = schema.Strings("required"),
            Default = schema["default"]?.DeepClone(),
            Enum = schema["enum"] is JsonArray values ? [.. values] : [],
            Limits = LimitsOf(schema),
            Properties = PropertiesOf(schema),
            Items = schema["items"] is JsonObject items ? Compile(items) : null,
            AdditionalProperties = schema["additionalProperties"] is JsonObject additional ? Compile(additional) : null,
            Junctors = JunctorsOf(schema),
        };
        node.PreserveUnknown |= schema["additionalProperties"] is JsonValue open && open.GetValueKind() == JsonValueKind.True;
        if (node.EmbeddedResource || isRoot)
            AddObjectFields(node);
        Mark(node);
        node.Rules = CelRules.Compile(node, schema);
        node.HasRules |= node.Rules.Count > 0;
        return node;
    }

    /// <summary>Gives a root (or an embedded resource) the fields that every object has, whatever the definition says of them.</summary>
    public static void AddObjectFields(SchemaNode node)
    {
        Dictionary<string, SchemaProperty> properties = new(node.Properties, StringComparer.Ordinal)
        {
            ["metadata"] = Property("metadata", BuiltInSchemas.ObjectMeta),
        };
        properties.TryAdd("apiVersion", Property("apiVersion", new SchemaNode { Type = NodeType.String }));
        properties.TryAdd("kind", Property("kind", new SchemaNode { Type = NodeType.String }));
        node.Properties = properties.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static SchemaProperty Property(string name, SchemaNode node) => new(name, "f:" + name, node);

    /// <summary>Computes what walks may skip. Children are marked before their parents.</summary>
    public static void Mark(SchemaNode node)
    {
        bool defaults = node.Default is not null || node.AlwaysWritten || node.Behaviour?.Default is not null || node.Quantity;
        bool rules = node.Rules.Count > 0;
        foreach (SchemaProperty property in node.Properties.Values)
        {
            defaults |= property.Node.HasDefaults;
            rules |= property.Node.HasRules;
        }

        node.HasDefaults = defaults || node.Items?.HasDefaults == true || node.AdditionalProperties?.HasDefaults == true;
        node.HasRules = rules || node.Items?.HasRules == true || node.AdditionalProperties?.HasRules == true;
    }

    private static FrozenDictionary<string, SchemaProperty> PropertiesOf(JsonObject schema)
    {
        if (schema["properties"] is not JsonObject properties)
            return FrozenDictionary<string, SchemaProperty>.Empty;
        Dictionary<string, SchemaProperty> compiled = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? property) in properties)
        {
            if (property is JsonObject body)
                compiled[name] = Property(name, Compile(body));
        }

        return compiled.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static SchemaJunctors? JunctorsOf(JsonObject schema)
    {
        IReadOnlyList<SchemaNode> all = Many(schema, "allOf"), any = Many(schema, "anyOf"), one = Many(schema, "oneOf");
        SchemaNode? not = schema["not"] is JsonObject body ? Compile(body) : null;
        // int-or-string is commonly spelt with an anyOf of both types as well; the flag says it already
        if (schema.Flag("x-kubernetes-int-or-string"))
            any = [];
        return all.Count + any.Count + one.Count == 0 && not is null ? null : new SchemaJunctors(all, any, one, not);
    }

    private static IReadOnlyList<SchemaNode> Many(JsonObject schema, string name) =>
        schema[name] is JsonArray array ? [.. array.OfType<JsonObject>().Select(option => Compile(option))] : [];

    private static ValueLimits? LimitsOf(JsonObject schema)
    {
        var limits = new ValueLimits
        {
            Minimum = schema.Number("minimum"),
            ExclusiveMinimum = schema.Flag("exclusiveMinimum"),
            Maximum = schema.Number("maximum"),
            ExclusiveMaximum = schema.Flag("exclusiveMaximum"),
            MultipleOf = schema.Number("multipleOf"),
            MinLength = schema.Integer("minLength"),
            MaxLength = schema.Integer("maxLength"),
            Pattern = schema.Text("pattern") is { } pattern ? PatternOf(pattern) : null,
            MinItems = schema.Integer("minItems"),
            MaxItems = schema.Integer("maxItems"),
            UniqueItems = schema.Flag("uniqueItems"),
            MinProperties = schema.Integer("minProperties"),
            MaxProperties = schema.Integer("maxProperties"),
        };
        return limits == new ValueLimits() ? null : limits;
    }

    /// <summary>A pattern that this runtime cannot read is dropped here; <see cref="CrdValidation"/> refuses such a definition.</summary>
    private static Regex? PatternOf(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static NodeType TypeOf(string? type) => type switch
    {
        "object" => NodeType.Object,
        "array" => NodeType.Array,
        "string" => NodeType.String,
        "integer" => NodeType.Integer,
        "number" => NodeType.Number,
        "boolean" => NodeType.Boolean,
        _ => NodeType.Any,
    };
}
