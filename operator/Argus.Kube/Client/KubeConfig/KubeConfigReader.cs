using System.Security.Cryptography.X509Certificates;

namespace Argus.Kube.Client.KubeConfig;

/// <summary>Reads kubeconfig files; of several, the first that says something is right.</summary>
internal static class KubeConfigReader
{
    public static KubernetesClientConfiguration Read(IReadOnlyList<string> paths, string? context)
    {
        List<YamlNode> files = [.. paths.Where(File.Exists).Select(YamlNode.Load)];
        if (files.Count == 0)
            throw new KubeConfigException($"There is no kubeconfig at {string.Join(" or ", paths)}.");
        context ??= files.Select(f => f.Text("current-context")).FirstOrDefault(c => c is not null)
            ?? throw new KubeConfigException($"{string.Join(", ", paths)}: no current-context is set. Choose one: kubectl config use-context NAME.");
        var chosen = Find(files, "contexts", "context", context);
        string cluster = chosen.Text("cluster") ?? throw new KubeConfigException($"Context '{context}' names no cluster.");
        var config = ReadCluster(Find(files, "clusters", "cluster", cluster), cluster) with { Namespace = chosen.Text("namespace") ?? "default" };
        return chosen.Text("user") is { } user ? WithUser(config, Find(files, "users", "user", user), user) : config;
    }

    private static YamlNode Find(List<YamlNode> files, string list, string kind, string name)
    {
        var entries = files.SelectMany(f => f.Maps(list)).ToList();
        var found = entries.Find(e => e.Text("name") == name)
            ?? throw new KubeConfigException($"There is no {kind} '{name}' in the kubeconfig; it has {Names(entries)}.");
        return found.Map(kind) ?? throw new KubeConfigException($"The {kind} '{name}' in the kubeconfig is empty.");
    }

    private static string Names(List<YamlNode> entries) =>
        entries.Count == 0 ? "none" : string.Join(", ", entries.Select(e => e.Text("name")).Distinct());

    private static KubernetesClientConfiguration ReadCluster(YamlNode cluster, string name)
    {
        string server = cluster.Text("server") ?? throw new KubeConfigException($"Cluster '{name}' has no server.");
        if (!server.Contains("://", StringComparison.Ordinal))
            server = "http://" + server;
        if (!Uri.TryCreate(server, UriKind.Absolute, out var host) || host.Scheme is not ("http" or "https"))
            throw new KubeConfigException($"Cluster '{name}': server '{server}' is no http or https address.");
        bool skip = cluster.Flag("insecure-skip-tls-verify");
        string? authorities = cluster.Content("certificate-authority");
        if (skip && authorities is not null)
            throw new KubeConfigException($"Cluster '{name}': insecure-skip-tls-verify and certificate-authority exclude each other.");
        return new KubernetesClientConfiguration
        {
            Host = host,
            CertificateAuthorities = authorities is null ? null : Pem.Authorities(authorities),
            SkipTlsVerify = skip,
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = ReadProxy(cluster, name),
        };
    }

    private static Uri? ReadProxy(YamlNode cluster, string name)
    {
        if (cluster.Text("proxy-url") is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new KubeConfigException($"Cluster '{name}': proxy-url '{text}' is no http, https or socks5 address.");
    }

    private static KubernetesClientConfiguration WithUser(KubernetesClientConfiguration config, YamlNode user, string name)
    {
        if (user.Map("auth-provider") is not null)
            throw new KubeConfigException($"User '{name}': auth-provider is no longer part of Kubernetes; use exec with the provider's plugin.");
        return config with
        {
            ClientCertificate = ReadCertificate(user, name),
            AccessToken = user.Text("token"),
            TokenFile = user.FilePath("tokenFile"),
            Username = user.Text("username"),
            Password = user.Text("password"),
            Impersonate = user.Text("as"),
            ImpersonateGroups = user.Texts("as-groups"),
            Exec = user.Map("exec") is { } exec ? ExecReader.Read(exec, name, config) : null,
        };
    }

    private static X509Certificate2? ReadCertificate(YamlNode user, string name) =>
        (user.Content("client-certificate"), user.Content("client-key")) switch
        {
            (null, null) => null,
            ({ } certificate, { } key) => Pem.WithKey(certificate, key),
            _ => throw new KubeConfigException($"User '{name}': client-certificate and client-key belong together."),
        };
}
