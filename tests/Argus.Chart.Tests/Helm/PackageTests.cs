using System.Formats.Tar;
using System.IO.Compression;

namespace Argus.Chart.Tests.Helm;

/// <summary>A packaged chart holds all that it needs.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task Package_HoldsEveryFileAndRendersTheSame()
    {
        string folder = Directory.CreateTempSubdirectory("argus-package-").FullName;
        try
        {
            await HelmRun.OutputAsync(["package", ChartFolder.Relative, "--destination", folder]);
            string package = Assert.Single(Directory.EnumerateFiles(folder));

            Assert.Equal(
                Directory.EnumerateFiles(ChartFolder.PathOf(), "*", SearchOption.AllDirectories).Select(f => "argus/" + Path.GetRelativePath(ChartFolder.PathOf(), f)).Order(StringComparer.Ordinal),
                Files(package).Order(StringComparer.Ordinal));
            // Without keys, which are made anew each time.
            string[] values = ["--set", "operator.webhook.enabled=false,gateway.auth.generateKey=false"];
            Assert.Equal(await HelmRun.TemplateAsync(values), await HelmRun.OutputAsync(["template", "argus", package, "--namespace", "argus", "--kube-version", HelmRun.KubeVersion, .. values]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Files(string package)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(package), CompressionMode.Decompress));
        List<string> names = [];
        while (tar.GetNextEntry() is { } entry)
            names.Add(entry.Name);
        return names;
    }
}
