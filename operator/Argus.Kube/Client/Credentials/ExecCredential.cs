using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Client.Credentials;

/// <summary>Credentials from a program, which is run again when they expire or are refused.</summary>
internal sealed class ExecCredential(ExecConfiguration config, TimeProvider time) : ICredentialSource, IDisposable
{
    /// <summary>So that a token does not expire on its way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile ExecStatus? _current;
    private volatile X509Certificate2? _certificate;

    public X509Certificate2? Certificate => _certificate;

    public async ValueTask AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var status = await CurrentAsync(cancellationToken);
        if (status.Token is { } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public bool Renew()
    {
        _current = null;
        return true;
    }

    public void Dispose() => _one.Dispose();

    private async ValueTask<ExecStatus> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current && IsFresh(current))
            return current;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } other && IsFresh(other))
                return other;
            var status = await ExecProcess.RunAsync(config, time, cancellationToken);
            if (status.ClientCertificateData is { } certificate && status.ClientKeyData is { } key)
                _certificate = Pem.WithKey(certificate, key);
            _current = status;
            return status;
        }
        finally
        {
            _one.Release();
        }
    }

    private bool IsFresh(ExecStatus status) => status.ExpirationTimestamp is not { } end || time.GetUtcNow() + Margin < end;
}
