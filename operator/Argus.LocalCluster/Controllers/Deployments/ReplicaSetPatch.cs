using Argus.Kube.Api.Apps;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>A merge patch of what a Deployment changes in a ReplicaSet, so that fields unknown here stay as they are.</summary>
internal static class ReplicaSetPatch
{
    /// <summary>The patch is refused when the ReplicaSet is no longer the one that was looked at.</summary>
    public static byte[] Between(V1ReplicaSet before, V1ReplicaSet after) => Patches.Write(writer =>
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", before.Metadata.ResourceVersion);
        writer.WriteString("uid", before.Metadata.Uid);
        if (!Revisions.Same(before.Metadata.Annotations, after.Metadata.Annotations))
            Patches.WriteAnnotations(writer, after.Metadata.Annotations!);
        writer.WriteEndObject();

        writer.WriteStartObject("spec");
        if (Fleet.Replicas(before) != Fleet.Replicas(after))
            writer.WriteNumber("replicas", Fleet.Replicas(after));
        if (before.Spec!.MinReadySeconds != after.Spec!.MinReadySeconds)
            writer.WriteNumber("minReadySeconds", after.Spec.MinReadySeconds ?? 0);
        writer.WriteEndObject();
    });
}
