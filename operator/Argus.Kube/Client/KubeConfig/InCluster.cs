namespace Argus.Kube.Client.KubeConfig;

/// <summary>The configuration of a pod.</summary>
internal static class InCluster
{
    public static KubernetesClientConfiguration Read(KubeEnvironment environment)
    {
        string? host = environment.Variable("KUBERNETES_SERVICE_HOST");
        string? port = environment.Variable("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
            throw new KubeConfigException("Not in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set.");
        string token = Path.Combine(environment.ServiceAccount, "token");
        if (!File.Exists(token))
            throw new KubeConfigException($"{token} is missing: the pod needs a service account and must not set automountServiceAccountToken: false.");
        string space = Path.Combine(environment.ServiceAccount, "namespace");
        return new KubernetesClientConfiguration
        {
            Host = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            Namespace = File.Exists(space) ? File.ReadAllText(space).Trim() : "default",
            CertificateAuthorities = Pem.Authorities(File.ReadAllText(Path.Combine(environment.ServiceAccount, "ca.crt"))),
            TokenFile = token,
        };
    }
}
