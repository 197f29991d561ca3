using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Cli.Hosting;

namespace Argus.Cli.Platform;

/// <summary>The certificate by which the API server knows the operator's webhook: its own root, made at every start.</summary>
internal static class WebhookCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>Folder that the operator reads it from.</summary>
    public static string FolderPath => Path.Combine(Clone.State, "webhook");

    /// <summary>Makes it anew, and answers the bundle that callers are to believe it by.</summary>
    /// <param name="host">Name that it is called by.</param>
    /// <param name="now">The time.</param>
    public static string Renew(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Validity);
        string pem = made.ExportCertificatePem();
        Directory.CreateDirectory(FolderPath);
        // The key first: the operator reads both when the certificate changes.
        WritePrivate(Path.Combine(FolderPath, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        WritePrivate(Path.Combine(FolderPath, "tls.crt"), pem);
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
    }

    private static void WritePrivate(string path, string text)
    {
        string temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
            file.Write(Encoding.ASCII.GetBytes(text));
        File.Move(temporary, path, overwrite: true);
    }
}
