using System.Net;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Admission;

/// <summary>Finds who answers for a Service. Its own address would not do: that is listened on only where a node runs, and webhooks are called without one too.</summary>
internal sealed class ServiceEndpoints(ObjectStore store)
{
    /// <summary>A ready endpoint behind a port of a Service; null where there is none.</summary>
    public IPEndPoint? Find(string ns, string service, int port)
    {
        var spec = store.State.Find(new ObjectKey("/services", ns, service))?.Parse()["spec"] as JsonObject;
        var wanted = (spec?["ports"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(p => p.Integer("port") == port);
        if (wanted is null)
            return null;
        foreach (var stored in store.State.Of("discovery.k8s.io/endpointslices").In(ns))
        {
            var slice = stored.Parse();
            if ((string?)slice["metadata"]?["labels"]?["kubernetes.io/service-name"] != service)
                continue;
            var target = (slice["ports"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(p => (p.Text("name") ?? "") == (wanted.Text("name") ?? ""));
            var ready = (slice["endpoints"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(e => (bool?)e["conditions"]?["ready"] ?? true);
            if (target?.Integer("port") is { } number && (string?)ready?["addresses"]?[0] is { } address)
                return new IPEndPoint(IPAddress.Parse(address), (int)number);
        }

        return null;
    }
}
