using System.Diagnostics;
using Argus.Testing;

namespace Argus.Cli.Tests.Layout;

/// <summary>The files that belong to the repository, as paths relative to it with forward slashes.</summary>
internal static class TrackedFiles
{
    private static readonly string[] Ignored = [".git", ".argus", "artifacts", "node_modules", "BenchmarkDotNet.Artifacts"];

    public static IReadOnlyList<string> All { get; } = FromGit() ?? FromDisk();

    public static IEnumerable<string> CSharp => All.Where(f => f.EndsWith(".cs", StringComparison.Ordinal));

    public static string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    public static string PathOf(string file) => Path.Combine(TestData.Repository, file);

    public static bool IsText(string file)
    {
        byte[] bytes = File.ReadAllBytes(PathOf(file));
        return !bytes.AsSpan(0, Math.Min(bytes.Length, 8000)).Contains((byte)0);
    }

    private static string[]? FromGit()
    {
        if (!Path.Exists(PathOf(".git")))
            return null;
        // The tests may run as another user than the one who cloned.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", TestData.Repository, "ls-files", "-z"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        string files = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(PathOf(f)))];
    }

    // A copy without history, such as a source archive.
    private static string[] FromDisk() =>
    [
        .. Directory.EnumerateFiles(TestData.Repository, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(TestData.Repository, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Intersect(Ignored).Any()),
    ];
}
