using System.Diagnostics;
using Argus.Cli.Hosting;

namespace Argus.Cli.Platform;

/// <summary>The local cluster as a process of its own.</summary>
internal sealed class ClusterProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly TimeProvider _time;

    private ClusterProcess(Process process, RunningPlatform platform, TimeProvider time) => (_process, Platform, _time) = (process, platform, time);

    /// <summary>What was started.</summary>
    public RunningPlatform Platform { get; }

    /// <summary>Starts it on loopback, its output in the log file, and remembers it.</summary>
    /// <param name="apiPort">Port of the API server; 0 takes a free one.</param>
    /// <param name="gatewayPort">Port that the gateway will have.</param>
    /// <param name="folders">Folders of this machine that pods may reach.</param>
    /// <param name="time">The clock.</param>
    public static ClusterProcess Start(int apiPort, InstallSettings settings, TimeProvider time)
    {
        File.Delete(RunningPlatform.Kubeconfig);
        string[] arguments =
        [
            "--data-dir", RunningPlatform.DataFolder,
            "--kubeconfig", RunningPlatform.Kubeconfig,
            "--port", $"{apiPort}",
            "--image", $"argus/model-server={Clone.Program("Argus.ModelServer")}",
            "--image", $"argus/operator={Clone.Program("Argus.Operator")}",
            "--image", $"argus/gateway={Clone.Program("Argus.Gateway")}",
            "--image", $"argus/datasets={Clone.Program("Argus.Datasets")}",
            "--image", $"argus/jobs={Clone.Program("Argus.Jobs")}",
            .. settings.Folders.SelectMany(folder => (string[])["--host-path", folder]),
        ];
        var process = BackgroundProcess.Start(Clone.Program("Argus.LocalCluster"), arguments, RunningPlatform.LogPath, []);
        var platform = new RunningPlatform(process.Id, LinuxProcess.StartTicks(process.Id) ?? 0, new Uri($"http://127.0.0.1:{settings.GatewayPort}"), time.GetUtcNow()) { DocumentedPorts = settings.DocumentedPorts };
        platform.Save();
        return new ClusterProcess(process, platform, time);
    }

    /// <summary>Waits until its API answers.</summary>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public async Task<string?> WaitUntilReadyAsync(CancellationToken cancel)
    {
        long since = _time.GetTimestamp();
        // It writes this file once it listens; another process cannot signal us, so that asking is the only way.
        while (!File.Exists(RunningPlatform.Kubeconfig))
        {
            if (_process.HasExited)
                return $"The cluster ended at start with exit code {_process.ExitCode}.";
            if (_time.GetElapsedTime(since) > Patience)
                return $"The cluster did not start within {Patience.TotalSeconds:0} seconds.";
            await Task.Delay(PollInterval, _time, cancel);
        }

        return null;
    }

    /// <summary>Waits until it ends.</summary>
    public Task WaitForExitAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
