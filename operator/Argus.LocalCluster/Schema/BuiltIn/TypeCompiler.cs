using System.Collections.Frozen;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Turns the lines of the .types files into nodes. Types that several fields share are compiled once.</summary>
internal sealed class TypeCompiler(IReadOnlyList<TypePackage> packages)
{
    private readonly Dictionary<string, SchemaNode> _compiled = new(StringComparer.Ordinal);

    /// <summary>The node of a type, looked up in its own package first.</summary>
    public SchemaNode Type(TypePackage home, string name)
    {
        TypePackage package = home.Types.ContainsKey(name)
            ? home
            : packages.FirstOrDefault(other => other.Types.ContainsKey(name)) ?? throw new FormatException($"No .types file has {name}.");
        string full = $"{package.Prefix}.{name}";
        if (_compiled.TryGetValue(full, out SchemaNode? known))
            return known;
        (TypeLine heading, IReadOnlyList<TypeLine> fields) = package.Types[name];
        Dictionary<string, SchemaProperty> properties = new(StringComparer.Ordinal);
        if (heading.Type == "kind")
        {
            Add(properties, package, new TypeLine("apiVersion", "string", [], "Version of the API that the object is written in."));
            Add(properties, package, new TypeLine("kind", "string", [], "Kind of the object."));
        }

        foreach (TypeLine field in fields)
            Add(properties, package, field);
        var node = new SchemaNode
        {
            Type = NodeType.Object,
            TypeName = full,
            Description = heading.Description,
            AtomicMap = heading.Flags.Contains("atomicMap"),
            Properties = properties.ToFrozenDictionary(StringComparer.Ordinal),
            Required = Names(fields, "required"),
            Filled = Names(fields, "filled"),
            Behaviour = TypeBehaviours.Of(full),
        };
        SchemaCompiler.Mark(node);
        return _compiled[full] = node;
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<TypeLine> fields, string flag) =>
        [.. fields.Where(field => field.Flags.Contains(flag)).Select(field => field.Name)];

    private void Add(Dictionary<string, SchemaProperty> properties, TypePackage package, TypeLine field)
    {
        SchemaNode node = Node(package, field.Type);
        node.Description = field.Description;
        TypeFlags.Apply(node, field.Flags);
        SchemaCompiler.Mark(node);
        properties[field.Name] = SchemaCompiler.Property(field.Name, node);
    }

    /// <summary>A node of its own, to which the field's flags are added.</summary>
    private SchemaNode Node(TypePackage package, string type)
    {
        if (type.StartsWith("[]", StringComparison.Ordinal))
            return new SchemaNode { Type = NodeType.Array, Items = Node(package, type[2..]), IsBuiltIn = true };
        if (type.StartsWith("map[", StringComparison.Ordinal))
            return new SchemaNode { Type = NodeType.Object, AdditionalProperties = Node(package, type[4..^1]), IsBuiltIn = true };
        SchemaNode node = type switch
        {
            "string" => new SchemaNode { Type = NodeType.String },
            "bool" => new SchemaNode { Type = NodeType.Boolean },
            "int32" or "int64" => new SchemaNode { Type = NodeType.Integer, Format = type },
            "double" => new SchemaNode { Type = NodeType.Number, Format = type },
            "quantity" => new SchemaNode { Type = NodeType.String, Quantity = true },
            "intOrString" => new SchemaNode { Type = NodeType.String, IntOrString = true, Format = "int-or-string" },
            "time" => new SchemaNode { Type = NodeType.String, Format = "date-time" },
            "microTime" => new SchemaNode { Type = NodeType.String, Format = "micro-time" },
            "bytes" => new SchemaNode { Type = NodeType.String, Format = "byte" },
            "any" => new SchemaNode { Type = NodeType.Object, PreserveUnknown = true },
            _ => Type(package, type).Copy(),
        };
        node.IsBuiltIn = true;
        SchemaCompiler.Mark(node);
        return node;
    }
}
