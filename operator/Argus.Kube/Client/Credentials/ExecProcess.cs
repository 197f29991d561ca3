using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Client.Credentials;

/// <summary>Runs a credential program once.</summary>
internal static class ExecProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="KubeConfigException">It is missing, fails, or prints no credentials.</exception>
    public static async Task<ExecStatus> RunAsync(ExecConfiguration config, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(config);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var errors = process.StandardError.ReadToEndAsync(linked.Token);
            await process.WaitForExitAsync(linked.Token);
            if (process.ExitCode != 0)
                throw new KubeConfigException($"{config.Command} ended with code {process.ExitCode}: {(await errors).Trim()}");
            return Read(config, await output);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubeConfigException($"{config.Command} gave no credentials within {Limit.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ExecConfiguration config)
    {
        var start = new ProcessStartInfo(config.Command, config.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in config.Environment)
            start.Environment[name] = value;
        var info = new ExecMessage { ApiVersion = config.ApiVersion, Kind = "ExecCredential", Spec = new ExecSpec(false, config.Cluster) };
        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(info, ClientJson.Default.ExecMessage);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new KubeConfigException($"{config.Command} cannot be run: {error.Message}. {config.InstallHint}".TrimEnd(), error);
        }
    }

    private static ExecStatus Read(ExecConfiguration config, string output)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(output, ClientJson.Default.ExecMessage);
            if (answer?.ApiVersion != config.ApiVersion)
                throw new KubeConfigException($"{config.Command} answered with apiVersion '{answer?.ApiVersion}'; {config.ApiVersion} is expected.");
            return answer.Status is { } status && (status.Token is not null || (status.ClientCertificateData is not null && status.ClientKeyData is not null))
                ? status
                : throw new KubeConfigException($"{config.Command} gave neither a token nor a certificate with its key.");
        }
        catch (JsonException error)
        {
            throw new KubeConfigException($"{config.Command} printed no ExecCredential: {error.Message}", error);
        }
    }
}
