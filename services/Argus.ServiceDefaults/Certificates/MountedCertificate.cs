using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.ServiceDefaults.Certificates;

/// <summary>A certificate in mounted files, read again when they change: whoever made it renews it without telling.</summary>
public sealed class MountedCertificate(string folder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _certificate = Path.Combine(folder, "tls.crt");
    private readonly string _key = Path.Combine(folder, "tls.key");
    private X509Certificate2? _current;
    private DateTime _written;

    /// <summary>The newest certificate; the one before while the files do not fit together.</summary>
    /// <exception cref="CryptographicException">There never was a good one.</exception>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                // Through the links that a mounted Secret consists of.
                var written = File.GetLastWriteTimeUtc(new FileInfo(_certificate).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? _certificate);
                if (_current is null || written != _written)
                    ReadNeedsLock(written);
                return _current!;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current?.Dispose();

    private void ReadNeedsLock(DateTime written)
    {
        try
        {
            // Not disposed of when replaced: a handshake may be using it.
            _current = X509Certificate2.CreateFromPemFile(_certificate, _key);
            _written = written;
        }
        catch (Exception e) when (_current is not null && e is CryptographicException or IOException)
        {
            // Certificate and key are not replaced in one step.
        }
    }
}
