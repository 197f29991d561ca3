using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

internal enum CelKind
{
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    Text,
    Bytes,
    Timestamp,
    Duration,
    Quantity,
    List,
    Map,
    Object,
    Optional,
}

/// <summary>A static type. <see cref="CelKind.Dyn"/> fits everything.</summary>
internal sealed record CelType(CelKind Kind, CelType? Element = null, SchemaNode? Schema = null)
{
    public static readonly CelType Dyn = new(CelKind.Dyn);
    public static readonly CelType Bool = new(CelKind.Bool);
    public static readonly CelType Int = new(CelKind.Int);
    public static readonly CelType Text = new(CelKind.Text);

    public static CelType Of(SchemaNode? node)
    {
        if (node is null || node.IntOrString)
            return Dyn;
        return node.Type switch
        {
            NodeType.Boolean => Bool,
            NodeType.Integer => Int,
            NodeType.Number => new CelType(CelKind.Double),
            NodeType.String => node.Format switch
            {
                "date-time" or "date" => new CelType(CelKind.Timestamp),
                "duration" => new CelType(CelKind.Duration),
                "byte" => new CelType(CelKind.Bytes),
                _ => Text,
            },
            NodeType.Array => new CelType(CelKind.List, Of(node.Items)),
            NodeType.Object when node.AdditionalProperties is { } values => new CelType(CelKind.Map, Of(values)),
            NodeType.Object => new CelType(CelKind.Object, Schema: node),
            _ => Dyn,
        };
    }

    public bool Is(CelKind kind) => Kind == kind || Kind == CelKind.Dyn;

    /// <summary>Whether values of both types may be compared. Null compares with anything.</summary>
    public bool Fits(CelType other) => Kind == other.Kind || Kind is CelKind.Dyn or CelKind.Null || other.Kind is CelKind.Dyn or CelKind.Null;

    public override string ToString() => Kind switch
    {
        CelKind.Text => "string",
        CelKind.Timestamp => "timestamp",
        CelKind.List => $"list({Element ?? Dyn})",
        CelKind.Map => $"map(string, {Element ?? Dyn})",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
