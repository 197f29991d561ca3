namespace Argus.LocalCluster.Schema;

/// <summary>A declared property. <paramref name="FieldKey"/> is its name in a field set, kept so that walks do not build it again.</summary>
public sealed record SchemaProperty(string Name, string FieldKey, SchemaNode Node);
