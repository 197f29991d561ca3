namespace Argus.Images.Tests.Running;

/// <summary>The kubeconfig of a cluster that is not there, or that knows nothing.</summary>
internal static class AwayCluster
{
    /// <summary>Writes it where every user may read it, and answers its path.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="server">Address of the cluster.</param>
    /// <param name="authority">Certificate to trust, PEM; null where there is no TLS.</param>
    public static string WriteTo(string folder, string server = "http://127.0.0.1:1", string? authority = null)
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        string path = Path.Combine(folder, "config");
        string trusted = authority is null ? "" : $", certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(authority))}";
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: away, cluster: { server: "{{server}}"{{trusted}} } }]
            users: [{ name: nobody, user: { token: t } }]
            contexts: [{ name: away, context: { cluster: away, user: nobody } }]
            current-context: away
            """);
        return path;
    }
}
