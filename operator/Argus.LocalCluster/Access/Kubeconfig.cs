using System.Security.Cryptography;
using System.Text;

namespace Argus.LocalCluster.Access;

/// <summary>The secret of the cluster, and the file by which kubectl knows it.</summary>
internal static class Kubeconfig
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The token kept in a folder; made at the first start.</summary>
    public static string TokenIn(string folder)
    {
        string path = Path.Combine(folder, "token");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
            return known;
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        WritePrivate(path, token);
        return token;
    }

    /// <summary>Writes the file, readable by its owner alone.</summary>
    public static void Write(string path, string server, string token, string certificatePem) => WritePrivate(path, $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: argus-local
          cluster:
            server: {server}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(certificatePem))}
        users:
        - name: admin
          user:
            token: {token}
        contexts:
        - name: argus-local
          context:
            cluster: argus-local
            user: admin
        current-context: argus-local

        """);

    /// <summary>Writes a file that nobody else may read, whole or not at all.</summary>
    public static void WritePrivate(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options))
        using (var writer = new StreamWriter(file))
            writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
