namespace Argus.LocalCluster.Schema;

/// <summary>What a schema node accepts. <see cref="Any"/> stands for a node without a type.</summary>
public enum NodeType
{
    Any,
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}
