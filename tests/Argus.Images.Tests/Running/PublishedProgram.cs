using System.Diagnostics;
using Argus.Images.Tests.Dockerfiles;

namespace Argus.Images.Tests.Running;

/// <summary>Programs as their Dockerfiles publish them: each once, by the very command, into a folder that every user may read and none but its owner write.</summary>
public sealed class PublishedProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly string _root = Directory.CreateTempSubdirectory("argus-images-").FullName;
    private readonly Dictionary<string, string> _published = [];

    public PublishedProgram() => File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>The folder of the program that a Dockerfile publishes.</summary>
    internal string Of(Dockerfile file)
    {
        lock (_published)
        {
            if (!_published.TryGetValue(file.Project, out string? folder))
                _published[file.Project] = folder = Publish(file, Path.Combine(_root, Path.GetFileName(file.Project)));
            return folder;
        }
    }

    private static string Publish(Dockerfile file, string folder)
    {
        // A build server would outlive the tests.
        var start = new ProcessStartInfo("dotnet", [.. file.Publish, "-nodeReuse:false", "-o", folder])
        {
            WorkingDirectory = Testing.TestData.Repository,
            RedirectStandardOutput = true,
        };
        // The build that runs these tests tells its own children where it is; this one is none of them.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var output = publish.StandardOutput.ReadToEndAsync();
        if (!publish.WaitForExit(Patience))
        {
            publish.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', file.Publish)} does not end.");
        }

        Assert.True(publish.ExitCode == 0, $"dotnet {string.Join(' ', file.Publish)} failed:\n{output.Result}");
        return folder;
    }
}
