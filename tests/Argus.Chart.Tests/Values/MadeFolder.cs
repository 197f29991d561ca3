namespace Argus.Chart.Tests.Values;

/// <summary>A folder with empty files, gone with the test.</summary>
internal sealed class MadeFolder : IDisposable
{
    public MadeFolder(params string[] files)
    {
        foreach (string file in files)
            File.WriteAllText(System.IO.Path.Combine(Path, file), "");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("argus-chart-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
