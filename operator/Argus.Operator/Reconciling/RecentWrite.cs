using System.Collections.Immutable;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>What was written for one ModelDeployment and was not mirrored when it was asked for.</summary>
/// <param name="Resource">The ModelDeployment as the server answered its status; null where nothing waits.</param>
/// <param name="Children">Children as the server answered them.</param>
internal sealed record RecentWrite(ModelDeployment? Resource, ImmutableArray<Child> Children)
{
    /// <summary>The newer of what is mirrored and what was written.</summary>
    public ModelDeployment Newest(ModelDeployment mirrored) =>
        Resource is { } written && written.Metadata.Uid == mirrored.Metadata.Uid && RecentWrites.Version(written.Metadata) > RecentWrites.Version(mirrored.Metadata)
            ? written
            : mirrored;

    /// <summary>The children as they will be seen, and whether some are not seen yet.</summary>
    public (ImmutableArray<Child> Children, bool IsAhead) Newest(ImmutableArray<Child> mirrored)
    {
        if (Children.IsEmpty)
            return (mirrored, false);
        var byName = mirrored.ToDictionary(c => (c.Type.Kind, c.Metadata.Name));
        bool isAhead = false;
        foreach (var child in Children)
        {
            var name = (child.Type.Kind, child.Metadata.Name);
            if (byName.TryGetValue(name, out var seen) && RecentWrites.Version(seen.Metadata) >= RecentWrites.Version(child.Metadata))
                continue;
            byName[name] = child;
            isAhead = true;
        }

        return ([.. byName.Values], isAhead);
    }
}
