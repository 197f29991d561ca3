namespace Argus.Images.Tests.Running;

/// <summary>The kubeconfig of a cluster that nobody reaches.</summary>
internal static class AwayCluster
{
    /// <summary>Writes it where every user may read it, and answers its path.</summary>
    public static string WriteTo(string folder)
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        string path = Path.Combine(folder, "config");
        File.WriteAllText(path, """
            apiVersion: v1
            kind: Config
            clusters: [{ name: away, cluster: { server: "http://127.0.0.1:1" } }]
            users: [{ name: nobody, user: { token: t } }]
            contexts: [{ name: away, context: { cluster: away, user: nobody } }]
            current-context: away
            """);
        return path;
    }
}
