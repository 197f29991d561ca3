using System.Security.Cryptography;
using System.Text;
using Argus.Kube.Client.Credentials;

namespace Argus.Kube.Client.KubeConfig;

/// <summary>Reads the exec section of a user.</summary>
internal static class ExecReader
{
    public static ExecConfiguration Read(YamlNode exec, string user, KubernetesClientConfiguration cluster)
    {
        string command = exec.Text("command") ?? throw new KubeConfigException($"User '{user}': exec has no command.");
        string version = exec.Text("apiVersion") ?? "";
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubeConfigException($"User '{user}': exec has apiVersion '{version}'; client.authentication.k8s.io/v1 is expected.");
        if (exec.Text("interactiveMode") == "Always")
            throw new KubeConfigException($"User '{user}': exec wants a terminal (interactiveMode Always), which this program does not give.");
        // A command with a path in it is relative to the kubeconfig; a bare name is looked up in PATH.
        if (command.Contains('/', StringComparison.Ordinal) || command.Contains('\\', StringComparison.Ordinal))
            command = Path.GetFullPath(Path.Combine(exec.Folder, command));
        return new ExecConfiguration
        {
            ApiVersion = version,
            Command = command,
            Arguments = exec.Texts("args"),
            Environment = exec.Maps("env").Where(e => e.Text("name") is not null).ToDictionary(e => e.Text("name")!, e => e.Text("value") ?? ""),
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo(cluster) : null,
        };
    }

    private static ExecCluster ClusterInfo(KubernetesClientConfiguration cluster) => new()
    {
        Server = cluster.Host.ToString().TrimEnd('/'),
        TlsServerName = cluster.TlsServerName,
        InsecureSkipTlsVerify = cluster.SkipTlsVerify ? true : null,
        CertificateAuthorityData = cluster.CertificateAuthorities is { } authorities
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', authorities.Select(c => PemEncoding.WriteString("CERTIFICATE", c.RawData))) + "\n"))
            : null,
        ProxyUrl = cluster.Proxy?.ToString(),
    };
}
