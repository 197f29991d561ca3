using System.Security.Cryptography.X509Certificates;
using Argus.Kube.Client.Credentials;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Client;

/// <summary>Where the API server is, and how to be known to it.</summary>
public sealed record KubernetesClientConfiguration
{
    /// <summary>Scheme, host and port; perhaps a path before <c>/api</c>.</summary>
    public required Uri Host { get; init; }

    /// <summary>Namespace that commands use when none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Who may have signed the server's certificate; the system's authorities when null.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Takes any certificate of the server. For tests only.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>Name that the server's certificate must have instead of the host's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Certificate with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Bearer token.</summary>
    public string? AccessToken { get; init; }

    /// <summary>File with a bearer token, read again as it is rotated; goes before <see cref="AccessToken"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Name for basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password for basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Program that gives a token or a certificate.</summary>
    public ExecConfiguration? Exec { get; init; }

    /// <summary>HTTP or SOCKS proxy; that of the environment when null.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>User to act as.</summary>
    public string? Impersonate { get; init; }

    /// <summary>Groups of the user to act as.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>From <c>KUBECONFIG</c>, else from inside a pod, else from <c>~/.kube/config</c>.</summary>
    /// <exception cref="KubeConfigException">None of them is there, or one is wrong.</exception>
    public static KubernetesClientConfiguration BuildDefaultConfig() => BuildDefaultConfig(KubeEnvironment.Current);

    /// <summary>Files that <see cref="BuildDefaultConfig()"/> reads; none inside a pod.</summary>
    public static IReadOnlyList<string> DefaultFiles =>
        KubeEnvironment.Current is { KubeConfig: null, IsInCluster: true } ? [] : KubeEnvironment.Current.KubeConfigPaths;

    /// <summary>From a kubeconfig file.</summary>
    /// <param name="path">One file; the list in <c>KUBECONFIG</c>, or <c>~/.kube/config</c>, when null.</param>
    /// <param name="context">The file's current context when null.</param>
    /// <exception cref="KubeConfigException">The file is missing or wrong.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(string? path = null, string? context = null) =>
        KubeConfigReader.Read(path is null ? KubeEnvironment.Current.KubeConfigPaths : [path], context);

    /// <summary>From the service account of the pod that this runs in.</summary>
    /// <exception cref="KubeConfigException">Not in a pod, or the pod has no service account mounted.</exception>
    public static KubernetesClientConfiguration InClusterConfig() => InCluster.Read(KubeEnvironment.Current);

    internal static KubernetesClientConfiguration BuildDefaultConfig(KubeEnvironment environment)
    {
        if (environment.KubeConfig is null && environment.IsInCluster)
            return InCluster.Read(environment);
        if (environment.KubeConfig is null && !File.Exists(environment.DefaultKubeConfig))
            throw new KubeConfigException($"No cluster is configured: set KUBECONFIG, create {environment.DefaultKubeConfig}, or run in a pod.");
        return KubeConfigReader.Read(environment.KubeConfigPaths, null);
    }
}
