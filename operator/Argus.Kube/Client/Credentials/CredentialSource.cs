namespace Argus.Kube.Client.Credentials;

/// <summary>Chooses the credentials that a configuration asks for.</summary>
internal static class CredentialSource
{
    public static ICredentialSource From(KubernetesClientConfiguration config, TimeProvider time) => config switch
    {
        { TokenFile: { } path } => new FileToken(path, config.AccessToken, config.ClientCertificate, time),
        { AccessToken: not null } or { Username: not null } or { ClientCertificate: not null } => FixedCredential.From(config),
        { Exec: { } exec } => new ExecCredential(exec, time),
        _ => FixedCredential.From(config),
    };
}
