using Argus.Testing;

namespace Argus.Cli.Tests.Script;

/// <summary>A folder with the entry script and nothing else, and a PATH with only what is put there: a new machine.</summary>
internal sealed class FakeClone : IDisposable
{
    private static readonly string[] Tools =
    [
        "awk", "bash", "cat", "dirname", "find", "flock", "grep", "mkdir", "mv", "readlink", "rm", "sed", "sort", "tail", "touch", "wc",
    ];

    private readonly TemporaryFolder _folder = new();

    public FakeClone()
    {
        Directory.CreateDirectory(Bin);
        foreach (string tool in Tools)
            File.CreateSymbolicLink(Path.Combine(Bin, tool), FindTool(tool));
        File.Copy(Path.Combine(TestData.Repository, "argus"), At("argus"));
        File.WriteAllText(At("package-lock.json"), """{ "packages": { "a": { "integrity": "sha512-AAAA" } } }""" + "\n");
        Directory.CreateDirectory(At("cli"));
        Fake("ldconfig", "echo '\tlibturbojpeg.so.0 (libc6,x86-64) => /usr/lib/libturbojpeg.so.0'");
    }

    private string Bin => At("bin");

    /// <summary>What the fakes noted, a line a call.</summary>
    public string[] Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    public string At(params string[] parts) => _folder.At(parts);

    /// <summary>Puts a program on the PATH; <c>note</c> writes down that it was called.</summary>
    public void Fake(string name, string body)
    {
        string path = Path.Combine(Bin, name);
        File.WriteAllText(path, $"#!/bin/bash\nnote() {{ echo \"$*\" >>'{At("calls")}'; }}\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>An SDK that builds and tests nothing.</summary>
    public void FakeSdk(string test = "") => Fake("dotnet", $"""
        case "$1" in
            --list-sdks) echo '10.0.100 [/usr/share/dotnet/sdk]' ;;
            build) note "$@" ;;
            test) note "$@"; {(test.Length > 0 ? test : ":")} ;;
            *) shift; echo "program got: $*" ;;
        esac
        """);

    /// <summary>Node, and an npm that installs what the lock file says.</summary>
    public void FakeNode(string version = "v20.1.0")
    {
        Fake("node", $"echo {version}");
        Fake("npm", $"note npm \"$@\"; mkdir -p '{At("node_modules")}'; cat '{At("package-lock.json")}' >'{At("node_modules", ".package-lock.json")}'");
    }

    public Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync(At("argus"), arguments, new Dictionary<string, string> { ["PATH"] = Bin });

    public void Dispose() => _folder.Dispose();

    private static string FindTool(string name) =>
        new[] { "/usr/bin", "/bin", "/usr/sbin", "/sbin" }.Select(folder => Path.Combine(folder, name)).First(File.Exists);
}
