using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Admission;

/// <summary>What stands between a sound object and its being stored: its namespace, and validating webhooks.</summary>
internal sealed class AdmissionGate(ObjectStore store, WebhookCaller webhooks)
{
    /// <summary>A namespace must be there, and not on its way out.</summary>
    public StatusFault? CheckNamespace(WriteTarget target, string name)
    {
        if (!target.Resource.Namespaced)
            return null;
        if (store.State.Find(new ObjectKey("/namespaces", "", target.Namespace)) is not { } ns)
            return new StatusFault(404, "NotFound", $"namespaces \"{target.Namespace}\" not found")
            {
                Details = new JsonObject { ["name"] = target.Namespace, ["kind"] = "namespaces" },
            };
        return !ns.Facts.Deleting ? null : StatusFault.Forbidden(
            target.Resource, name, $"unable to create new content in namespace {target.Namespace} because it is being terminated",
            [new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {target.Namespace} is being terminated", ["field"] = "metadata.namespace" }]);
    }

    /// <summary>Asks the webhooks that want to know of such a write; null where none denies it.</summary>
    public Task<StatusFault?> ReviewAsync(WriteTarget target, string operation, string name, JsonObject? next, JsonObject? old, CancellationToken cancellationToken) =>
        webhooks.ReviewAsync(target, operation, name, next, old, cancellationToken);
}
