using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>Runs the real kubectl.</summary>
internal sealed record KubectlRun(int Exit, string Output, string Errors)
{
    public static string? Path => KubectlProgram.Path;

    private static readonly Lazy<int> ClientMinor = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(Path!, "version --client -o json") { RedirectStandardOutput = true })!;
        var version = JsonNode.Parse(process.StandardOutput.ReadToEnd())!["clientVersion"]!;
        return int.Parse(new string([.. ((string)version["minor"]!).TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
    });

    /// <summary>The version 1.x of the kubectl that is there.</summary>
    public static int Minor => ClientMinor.Value;

    public static Task<KubectlRun> RunAsync(string kubeconfig, string home, string arguments, string? input = null) =>
        RunAsync(new ProcessStartInfo(Path ?? "kubectl", arguments), kubeconfig, home, input);

    /// <summary>Runs a line as it was typed, in a folder.</summary>
    public static Task<KubectlRun> ShellAsync(string kubeconfig, string home, string folder, string command, string? input) =>
        RunAsync(new ProcessStartInfo("/bin/bash", ["-c", command]) { WorkingDirectory = folder }, kubeconfig, home, input);

    private static async Task<KubectlRun> RunAsync(ProcessStartInfo start, string kubeconfig, string home, string? input)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        (start.Environment["KUBECONFIG"], start.Environment["HOME"], start.Environment["KUBECTL_EXTERNAL_DIFF"]) = (kubeconfig, home, "diff -u -N");
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
