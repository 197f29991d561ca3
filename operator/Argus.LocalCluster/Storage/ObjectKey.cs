namespace Argus.LocalCluster.Storage;

/// <summary>Where an object is kept.</summary>
/// <param name="Resource">Group and plural, such as <c>apps/deployments</c>, or <c>/pods</c> in the core group.</param>
/// <param name="Namespace">Empty for objects of the whole cluster.</param>
/// <param name="Name">Unique within the two others.</param>
internal readonly record struct ObjectKey(string Resource, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
