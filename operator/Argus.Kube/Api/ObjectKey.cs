namespace Argus.Kube.Api;

/// <summary>Which object of a kind.</summary>
/// <param name="Namespace">Empty for kinds of the whole cluster.</param>
/// <param name="Name">Unique in the namespace.</param>
public readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    /// <summary>The key of an object that has a name.</summary>
    public static ObjectKey Of(IKubernetesObject value) => new(value.Metadata.Namespace ?? "", value.Metadata.Name ?? "");

    /// <inheritdoc/>
    public int CompareTo(ObjectKey other) =>
        string.CompareOrdinal(Namespace, other.Namespace) is var order and not 0 ? order : string.CompareOrdinal(Name, other.Name);

    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
