using Argus.Kube.Api;
using Argus.Kube.Api.Meta;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Who an object belongs to.</summary>
internal static class Owners
{
    /// <summary>The owner that controls the object; null when none does.</summary>
    public static V1OwnerReference? Controller(this V1ObjectMeta metadata)
    {
        foreach (var owner in metadata.OwnerReferences ?? [])
        {
            if (owner.Controller == true)
                return owner;
        }

        return null;
    }

    /// <summary>The key of the object of <paramref name="kind"/> that controls this one; null when none does.</summary>
    public static ObjectKey? OwnerKey(this IKubernetesObject owned, string kind) =>
        owned.Metadata.Controller() is { } owner && owner.Kind == kind ? new ObjectKey(owned.Metadata.Namespace ?? "", owner.Name) : null;

    /// <summary>A reference for what <paramref name="owner"/> controls.</summary>
    public static V1OwnerReference Reference(IKubernetesObject owner, ResourceType type) =>
        new(type.ApiVersion, type.Kind, owner.Metadata.Name!, owner.Metadata.Uid!, Controller: true, BlockOwnerDeletion: true);
}
