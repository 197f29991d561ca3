using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Chart.Tests.Running;

/// <summary>The local cluster as a process, with a folder of its own.</summary>
internal sealed partial class LocalClusterRun : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-release-");
    private readonly ProgramRun _program;

    private LocalClusterRun(bool node)
    {
        // As it is, wherever the clone lies: pods have a /tmp of their own.
        string[] programs = [.. new[] { ("model-server", "Argus.ModelServer"), ("operator", "Argus.Operator"), ("jobs", "Argus.Jobs") }.SelectMany(p => (string[])["--image", $"argus/{p.Item1}={ProgramRun.PathOf(p.Item2)}"])];
        string[] images = ["--host-path", Path.Combine(TestData.Repository, "models"), .. programs];
        _program = new ProgramRun(
            "Argus.LocalCluster",
            ["--data-dir", At("data"), "--kubeconfig", Kubeconfig, "--port", "0", .. node ? images : ["--no-node"]],
            new Dictionary<string, string>());
    }

    public string Kubeconfig => At("kubeconfig");

    /// <summary>Where the API server is.</summary>
    public Uri Server => new(ServerLine().Match(File.ReadAllText(Kubeconfig)).Groups[1].Value);

    /// <summary>Of a user who may do everything.</summary>
    public string Token => TokenLine().Match(File.ReadAllText(Kubeconfig)).Groups[1].Value;

    /// <param name="node">Whether pods run.</param>
    public static async Task<LocalClusterRun> StartAsync(bool node)
    {
        var cluster = new LocalClusterRun(node);
        await cluster._program.UntilFileAsync(cluster.Kubeconfig);
        return cluster;
    }

    /// <summary>A path in its folder.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs kubectl in the root of the clone; gives what it printed and whether it was content.</summary>
    public async Task<(bool Ok, string Output)> KubectlAsync(string arguments, string? input = null)
    {
        var start = new ProcessStartInfo(KubectlProgram.Path ?? "kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = TestData.Repository,
        };
        (start.Environment["KUBECONFIG"], start.Environment["HOME"]) = (Kubeconfig, _folder.FullName);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output + errors);
    }

    /// <summary>Runs kubectl, which must be content.</summary>
    public async Task<string> NeedKubectlAsync(string arguments, string? input = null)
    {
        var (ok, output) = await KubectlAsync(arguments, input);
        Assert.True(ok, $"kubectl {arguments}: {output}");
        return output;
    }

    /// <summary>A kubeconfig that leads to another address, in base64.</summary>
    public static string KubeconfigTo(string address) => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""
        apiVersion: v1
        kind: Config
        clusters:
          - name: c
            cluster:
              server: {{address}}
        users:
          - name: u
            user:
              token: none
        contexts:
          - name: c
            context:
              cluster: c
              user: u
        current-context: c
        """));

    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
            await _program.TerminateAsync();
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public override string ToString() => _program.ToString();

    [GeneratedRegex(@"server: (\S+)")]
    private static partial Regex ServerLine();

    [GeneratedRegex(@"token: (\S+)")]
    private static partial Regex TokenLine();
}
