using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Writes;

/// <summary>Changes that the cluster itself makes: not validated.</summary>
internal sealed class InternalWriter(ObjectStore store, TimeProvider clock)
{
    // As the controllers of a real cluster call themselves.
    private const string Manager = "kube-controller-manager";

    /// <summary>Changes an object until it sticks; nothing is written where <paramref name="change"/> says false or the object is not there. One that is then held by nothing is removed.</summary>
    /// <param name="key">Which object.</param>
    /// <param name="change">Changes it in place; false for no change.</param>
    /// <param name="tracked">Its kind, where the change is of fields that others may own: then it is told in managedFields.</param>
    public void Update(ObjectKey key, Func<JsonObject, bool> change, ApiResource? tracked = null)
    {
        while (store.State.Find(key) is { } stored)
        {
            var o = stored.Parse();
            if (!change(o))
                return;
            if (tracked is not null)
                o = ServerSideApply.Update(stored.Parse(), o, Manager, tracked.Schema, tracked.ApiVersion, null, SystemFields.Timestamp(clock));
            var outcome = IsReleased(o) ? store.Delete(stored) : store.Put(key, stored, o);
            if (outcome is not WriteOutcome.Stale)
                return;
        }
    }

    /// <summary>Creates an object where there is none.</summary>
    public void Create(ObjectKey key, JsonObject o, string now)
    {
        if (store.State.Find(key) is not null)
            return;
        var metadata = o["metadata"]!.AsObject();
        SystemFields.Create(metadata, key.Namespace, generation: false, now);
        metadata["resourceVersion"] = "0";
        store.Put(key, null, o);
    }

    private static bool IsReleased(JsonObject o) =>
        o["metadata"]!["deletionTimestamp"] is not null
        && o["metadata"]!["finalizers"] is null or JsonArray { Count: 0 }
        && ((long?)o["metadata"]!["deletionGracePeriodSeconds"] ?? 0) == 0
        && o["spec"]?["finalizers"] is not JsonArray { Count: > 0 };
}
