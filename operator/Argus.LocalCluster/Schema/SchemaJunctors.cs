namespace Argus.LocalCluster.Schema;

/// <summary>Value validations that combine schemas. They never add fields or defaults.</summary>
public sealed record SchemaJunctors(
    IReadOnlyList<SchemaNode> AllOf, IReadOnlyList<SchemaNode> AnyOf, IReadOnlyList<SchemaNode> OneOf, SchemaNode? Not);
