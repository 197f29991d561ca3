using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.ServiceDefaults.Certificates;

/// <summary>A certificate in mounted files, read again when they change: whoever made it renews it without telling.</summary>
/// <param name="folder">Where <c>tls.crt</c> lies, the certificate with those that lead to its root, and <c>tls.key</c>.</param>
public sealed class MountedCertificate(string folder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _certificate = Path.Combine(folder, "tls.crt");
    private readonly string _key = Path.Combine(folder, "tls.key");
    private SslStreamCertificateContext? _current;
    private DateTime _written;

    /// <summary>The newest certificate; the one before while the files do not fit together.</summary>
    /// <exception cref="CryptographicException">There never was a good one.</exception>
    public X509Certificate2 Current => Context.TargetCertificate;

    /// <summary>The same with those that lead to its root, which callers want to see too.</summary>
    /// <exception cref="CryptographicException">There never was a good one.</exception>
    public SslStreamCertificateContext Context
    {
        get
        {
            lock (_lock)
            {
                ReadNeedsLock();
                return _current!;
            }
        }
    }

    /// <summary>Why there is no good certificate in a folder; null where there is one.</summary>
    public static string? TroubleOf(string folder)
    {
        try
        {
            using var mounted = new MountedCertificate(folder);
            _ = mounted.Context;
            return null;
        }
        catch (Exception e) when (IsExpected(e))
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current?.TargetCertificate.Dispose();

    private void ReadNeedsLock()
    {
        try
        {
            // Through the links that a mounted Secret consists of.
            var written = File.GetLastWriteTimeUtc(new FileInfo(_certificate).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? _certificate);
            if (_current is not null && written == _written)
                return;
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certificate);
            // Not disposed of when replaced: a handshake may be using it. Nothing is fetched: what is missing is for the files to bring.
            _current = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(_certificate, _key), chain, offline: true);
            _written = written;
        }
        catch (Exception e) when (_current is not null && IsExpected(e))
        {
            // Certificate and key are not replaced in one step, and may be away meanwhile.
        }
    }

    // The last where the key belongs to another certificate.
    private static bool IsExpected(Exception e) => e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;
}
