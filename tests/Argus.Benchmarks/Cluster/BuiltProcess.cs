using System.Diagnostics;
using Argus.Testing;

namespace Argus.Benchmarks.Cluster;

/// <summary>A program of this build as a process of its own; its log goes to a file.</summary>
internal sealed class BuiltProcess : IDisposable
{
    private readonly Process _process;

    public BuiltProcess(string project, string log, string[] arguments, Dictionary<string, string> environment)
    {
        string assembly = PathOf(project);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec dotnet \"$@\" >\"$log\" 2>&1", "sh", log, assembly, .. arguments]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    public bool HasExitedWithin(TimeSpan time) => _process.WaitForExit(time);

    public static string PathOf(string project) => Path.Combine(TestData.Repository, "artifacts", "bin", project, "release", project + ".dll");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
