namespace Argus.Kube.Client.KubeConfig;

/// <summary>What surrounds the process.</summary>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Home">The user's folder.</param>
/// <param name="ServiceAccount">Folder with the token of a pod.</param>
internal sealed record KubeEnvironment(Func<string, string?> Variable, string Home, string ServiceAccount)
{
    public static KubeEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        "/var/run/secrets/kubernetes.io/serviceaccount");

    public string? KubeConfig => Variable("KUBECONFIG") is { Length: > 0 } value ? value : null;

    public string DefaultKubeConfig => Path.Combine(Home, ".kube", "config");

    public IReadOnlyList<string> KubeConfigPaths =>
        KubeConfig?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [DefaultKubeConfig];

    public bool IsInCluster => !string.IsNullOrEmpty(Variable("KUBERNETES_SERVICE_HOST"));
}
