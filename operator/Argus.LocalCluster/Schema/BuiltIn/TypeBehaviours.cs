namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Which built-in types do more than their fields say.</summary>
internal static class TypeBehaviours
{
    public static TypeBehaviour? Of(string type) => null;
}
