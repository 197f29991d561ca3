using System.Diagnostics;
using Argus.Cli.Hosting;
using Argus.Cli.Server;
using Argus.Kube.Client;

namespace Argus.Cli.Cluster;

/// <summary>One run of <c>argus cluster start</c>. Whatever goes wrong or is cancelled, no process is left behind.</summary>
internal sealed class ClusterStart(ClusterStartOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs, and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        if (Folder.Make(Clone.State) is { } error)
            return Terminal.Fail($"{error} ARGUS_STATE names another.");
        if (RunningCluster.Find() is { } other)
            return Terminal.Fail($"The cluster already runs (process {other.Pid}). ./argus cluster stop stops it.");
        if (ServerProcess.FreePort(options.Port) is null)
            return Terminal.Fail($"Port {options.Port} is in use by another program: stop that, or choose another with --port.");
        if (options.Fresh && Directory.Exists(RunningCluster.DataFolder))
            Directory.Delete(RunningCluster.DataFolder, recursive: true);

        using var process = StartProcess();
        var cluster = new RunningCluster(process.Id, LinuxProcess.StartTicks(process.Id) ?? 0, time.GetUtcNow());
        cluster.Save();
        bool keep = false;
        try
        {
            if (await ReadyAsync(process, cancel) is { } trouble)
                return FailWithLog(trouble);
            Explain();
            keep = options.Detach;
            return options.Detach ? Terminal.Ok : await AttendAsync(process, cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped before it was ready.");
            return Terminal.Interrupted;
        }
        finally
        {
            if (!keep)
                await cluster.StopAsync(time);
        }
    }

    private Process StartProcess()
    {
        File.Delete(RunningCluster.Kubeconfig);
        string[] arguments =
        [
            "--data-dir", RunningCluster.DataFolder,
            "--kubeconfig", RunningCluster.Kubeconfig,
            "--port", $"{options.Port}",
            "--image", $"argus/model-server={Clone.Program("Argus.ModelServer")}",
            "--image", $"argus/operator={Clone.Program("Argus.Operator")}",
            .. ClusterInstall.ModelFolders.Append(ClusterInstall.CacheFolder).SelectMany(folder => (string[])["--host-path", folder]),
        ];
        return BackgroundProcess.Start(Clone.Program("Argus.LocalCluster"), arguments, RunningCluster.LogPath, []);
    }

    private async Task<string?> ReadyAsync(Process process, CancellationToken cancel)
    {
        long since = time.GetTimestamp();
        // It writes this file once it listens; another process cannot signal us, so that asking is the only way.
        while (!File.Exists(RunningCluster.Kubeconfig))
        {
            if (process.HasExited)
                return $"The cluster ended at start with exit code {process.ExitCode}.";
            if (time.GetElapsedTime(since) > Patience)
                return $"The cluster did not start within {Patience.TotalSeconds:0} seconds.";
            await Task.Delay(PollInterval, time, cancel);
        }

        using var client = RunningCluster.Connect(time);
        try
        {
            return await new ClusterInstall(client, time).RunAsync(cancel);
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException)
        {
            return e.Message;
        }
    }

    private static void Explain()
    {
        Console.WriteLine("The cluster is up, with the operator and these packs: " + string.Join(", ", ClusterInstall.Packs) + ".");
        Console.WriteLine("Try:");
        Console.WriteLine($"  export KUBECONFIG={RunningCluster.Kubeconfig}");
        Console.WriteLine($"  kubectl apply -f {Path.Combine(Clone.Root, "samples", "deployments", "cpu.yaml")}");
        Console.WriteLine("  kubectl get md -w");
    }

    private static async Task<int> AttendAsync(Process process, CancellationToken cancel)
    {
        Console.WriteLine("Ctrl-C stops the cluster.");
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
            return Terminal.Ok;
        }

        return RunningCluster.Exists ? FailWithLog("The cluster ended on its own.") : Terminal.Ok;
    }

    private static int FailWithLog(string sentence)
    {
        if (BackgroundProcess.LastWords(RunningCluster.LogPath) is { Length: > 0 } words)
            Console.Error.WriteLine(words);
        return Terminal.Fail(sentence);
    }
}
