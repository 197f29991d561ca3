namespace Argus.Chart.Tests.Helm;

/// <summary>A copy of the chart to be changed, gone with the test.</summary>
internal sealed class ChartCopy : IDisposable
{
    public ChartCopy()
    {
        string root = ChartFolder.PathOf();
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(root, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("argus-chart-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
