using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Deletion;

/// <summary>What every namespace has: a ServiceAccount that pods run as, and the certificate by which they know the server.</summary>
internal sealed class NamespaceContents(ObjectStore store, InternalWriter writer, X509Certificate2 certificate, TimeProvider clock)
{
    private const string Accounts = "/serviceaccounts";
    private const string Maps = "/configmaps";
    private const string RootMap = "kube-root-ca.crt";

    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    private readonly string _pem = certificate.ExportCertificatePem() + "\n";

    /// <summary>Whether a change of the object may have taken away what its namespace must have.</summary>
    public static bool IsOne(ObjectKey key) => key is { Resource: Accounts, Name: "default" } or { Resource: Maps, Name: RootMap };

    /// <summary>Makes what is missing, and puts right what is not as it must be.</summary>
    public void Fill(string ns)
    {
        string now = SystemFields.Timestamp(clock);
        writer.Create(new ObjectKey(Accounts, ns, "default"), new JsonObject
        {
            ["kind"] = "ServiceAccount",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = "default" },
        }, now);
        var map = new ObjectKey(Maps, ns, RootMap);
        if (store.State.Find(map) is null)
            writer.Create(map, new JsonObject
            {
                ["kind"] = "ConfigMap",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = RootMap, ["annotations"] = new JsonObject { ["kubernetes.io/description"] = Description } },
                ["data"] = new JsonObject { ["ca.crt"] = _pem },
            }, now);
        else
            writer.Update(map, SetData);
    }

    private bool SetData(JsonObject map)
    {
        if (map["data"] is JsonObject { Count: 1 } data && data["ca.crt"]?.ToString() == _pem)
            return false;
        map["data"] = new JsonObject { ["ca.crt"] = _pem };
        return true;
    }
}
