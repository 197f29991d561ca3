using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>Runs the real kubectl.</summary>
internal sealed record KubectlRun(int Exit, string Output, string Errors)
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => System.IO.Path.Combine(p, "kubectl")).FirstOrDefault(File.Exists);

    private static readonly Lazy<int> ClientMinor = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(Path!, "version --client -o json") { RedirectStandardOutput = true })!;
        var version = JsonNode.Parse(process.StandardOutput.ReadToEnd())!["clientVersion"]!;
        return int.Parse(new string([.. ((string)version["minor"]!).TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
    });

    /// <summary>The version 1.x of the kubectl that is there.</summary>
    public static int Minor => ClientMinor.Value;

    public static async Task<KubectlRun> RunAsync(string kubeconfig, string home, string arguments, string? input = null)
    {
        var start = new ProcessStartInfo(Path ?? "kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig, ["HOME"] = home, ["KUBECTL_EXTERNAL_DIFF"] = "diff -u -N" },
        };
        using var process = Process.Start(start)!;
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new KubectlRun(process.ExitCode, await output, errors);
    }
}
