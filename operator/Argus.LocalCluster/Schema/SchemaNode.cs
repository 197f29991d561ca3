using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Cel;

namespace Argus.LocalCluster.Schema;

/// <summary>One compiled node of a schema. Read-only once compiled, and shared by all requests.</summary>
public sealed class SchemaNode
{
    private static readonly FrozenDictionary<string, SchemaProperty> NoProperties = FrozenDictionary<string, SchemaProperty>.Empty;

    public NodeType Type { get; internal set; }

    public string? Format { get; internal set; }

    public string? Description { get; internal set; }

    public bool Nullable { get; internal set; }

    public bool IntOrString { get; internal set; }

    /// <summary>A resource quantity: a number or a string such as 500m or 2Gi.</summary>
    public bool Quantity { get; internal set; }

    /// <summary>Undeclared fields are kept.</summary>
    public bool PreserveUnknown { get; internal set; }

    /// <summary>The value is a whole object with apiVersion, kind and metadata of its own.</summary>
    public bool EmbeddedResource { get; internal set; }

    /// <summary>The object is written even where it is empty, as the server's own types write it.</summary>
    public bool AlwaysWritten { get; internal set; }

    /// <summary>What is written where the field is absent and <see cref="AlwaysWritten"/>, as JSON; null for an empty object.</summary>
    internal string? Zero { get; set; }

    /// <summary>Managers own the map as a whole, not key by key.</summary>
    public bool AtomicMap { get; internal set; }

    public ListKind ListKind { get; internal set; }

    public IReadOnlyList<string> ListMapKeys { get; internal set; } = [];

    /// <summary>The key by which a strategic merge patch merges the items of this list; null where it replaces the list.</summary>
    public string? PatchMergeKey { get; internal set; }

    /// <summary>A strategic merge patch merges this list rather than replacing it.</summary>
    public bool PatchMerges { get; internal set; }

    /// <summary>A strategic merge patch replaces this map rather than merging it.</summary>
    public bool PatchReplaces { get; internal set; }

    /// <summary>A strategic merge patch may name the keys to retain.</summary>
    public bool PatchRetainsKeys { get; internal set; }

    public FrozenDictionary<string, SchemaProperty> Properties { get; internal set; } = NoProperties;

    public SchemaNode? AdditionalProperties { get; internal set; }

    public SchemaNode? Items { get; internal set; }

    public IReadOnlyList<string> Required { get; internal set; } = [];

    /// <summary>Fields of a built-in type that are refused when they are absent or empty.</summary>
    internal IReadOnlyList<string> Filled { get; set; } = [];

    /// <summary>Checked in the words that the server has for its own types rather than for definitions.</summary>
    internal bool IsBuiltIn { get; set; }

    public JsonNode? Default { get; internal set; }

    public IReadOnlyList<JsonNode?> Enum { get; internal set; } = [];

    public ValueLimits? Limits { get; internal set; }

    public IReadOnlyList<CelRule> Rules { get; internal set; } = [];

    /// <summary>Schemas that a value has to satisfy as well (allOf, anyOf, oneOf, not).</summary>
    public SchemaJunctors? Junctors { get; internal set; }

    /// <summary>What a built-in type does beyond its schema.</summary>
    internal TypeBehaviour? Behaviour { get; set; }

    /// <summary>Name of the built-in type, as in an OpenAPI reference; null for the nodes of a definition.</summary>
    internal string? TypeName { get; set; }

    /// <summary>The schema's own JSON, for what is only needed by documents; null for built-in types.</summary>
    internal JsonObject? Source { get; set; }

    /// <summary>True where something below (or here) has a default, so that walks may skip the rest.</summary>
    internal bool HasDefaults { get; set; }

    /// <summary>True where something below (or here) has a rule.</summary>
    internal bool HasRules { get; set; }

    internal SchemaNode Copy() => (SchemaNode)MemberwiseClone();

    /// <summary>The schema of a named child of an object, or null where it is not declared.</summary>
    public SchemaNode? Child(string name) =>
        Properties.TryGetValue(name, out SchemaProperty? property) ? property.Node : AdditionalProperties;
}
