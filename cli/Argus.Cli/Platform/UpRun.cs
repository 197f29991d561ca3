using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Argus.Kube.Client;
using Spectre.Console;

namespace Argus.Cli.Platform;

/// <summary>One run of <c>argus up</c>. Whatever goes wrong or is cancelled, no process, port or state is left behind.</summary>
internal sealed class UpRun(UpOptions options, PackLoader loader, TimeProvider time)
{
    /// <summary>Runs, and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        // Ctrl-C cancels only once an action has yielded; before that it would end this process and leave the cluster behind.
        await Task.Yield();
        if (Folder.Make(Clone.State) is { } error)
            return Terminal.Fail($"{error} ARGUS_STATE names another.");
        FileStream? starting = TryLock();
        try
        {
            if (starting is null)
                return Terminal.Fail("Another ./argus up is starting right now.");
            if (RunningPlatform.Find() is { } other)
                return Terminal.Fail($"The platform already runs at {other.Gateway} (process {other.Pid}). ./argus down stops it.");
            if (LoopbackPort.Find(options.Port) is not { } port)
                return Terminal.Fail($"Port {options.Port} is in use by another program: stop that, or choose another with --port.");
            if (LoopbackPort.Find(options.ApiPort) is null)
                return Terminal.Fail($"Port {options.ApiPort} is in use by another program: stop that, or choose another with --api-port.");
            if (options.DocumentedPorts.Where(p => LoopbackPort.Find(p) is null).ToList() is { Count: > 0 } taken)
                return Terminal.Fail($"{(taken.Count == 1 ? "Port" : "Ports")} {string.Join(", ", taken)} of --documented-ports {(taken.Count == 1 ? "is" : "are")} in use by another program: stop that (lsof -i :{taken[0]} shows it), or name the others, such as --documented-ports {string.Join(',', DocumentedPorts.All.Keys.Except(taken))}.");

            var (choice, why) = options.Sample ? await Demonstration.ChooseAsync(options.Pack, loader, cancel) : (null, null);
            return why is not null ? Terminal.Fail(why) : await ServeAsync(choice, port, starting, cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped before it was ready.");
            return Terminal.Interrupted;
        }
        finally
        {
            starting?.Dispose();
        }
    }

    private async Task<int> ServeAsync(Demonstration? choice, int port, FileStream starting, CancellationToken cancel)
    {
        if (options.Fresh && Directory.Exists(RunningPlatform.DataFolder))
            Directory.Delete(RunningPlatform.DataFolder, recursive: true);
        var settings = new InstallSettings(port, options.DocumentedPorts, options.Pack);
        using var process = ClusterProcess.Start(options.ApiPort, settings, time);
        bool keep = false;
        try
        {
            string? trouble = await Terminal.Err.Status().StartAsync("Starting the cluster", progress => BringUpAsync(process, choice, settings, progress, cancel));
            using var http = LocalHttp.Create(process.Platform.Gateway);
            if (trouble is null && choice is not null)
                trouble = await new Showing(http, choice).RunAsync(cancel);
            if (trouble is not null)
                return FailWithLog(trouble);

            Explain(process.Platform);
            keep = options.Detach;
            // From here on the state file tells others that a platform runs.
            starting.Dispose();
            return options.Detach ? Terminal.Ok : await AttendAsync(process, cancel);
        }
        finally
        {
            if (!keep)
                await process.Platform.StopAsync(time);
        }
    }

    private async Task<string?> BringUpAsync(ClusterProcess process, Demonstration? choice, InstallSettings settings, StatusContext progress, CancellationToken cancel)
    {
        if (await process.WaitUntilReadyAsync(cancel) is { } ended)
            return ended;
        using var client = RunningPlatform.Connect(time);
        try
        {
            if (await new PlatformInstall(client, settings, time).RunAsync(step => progress.Status(step), cancel) is { } trouble)
                return trouble;
            void Step(string step) => progress.Status(Markup.Escape(step));
            string? fault = choice is null ? null : await new SampleDeployment(client, choice, time).ServeAsync(Step, cancel);
            return fault is null && options.Chat ? await new SampleChat(client, time).ServeAsync(Step, cancel) : fault;
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException)
        {
            return e.Message;
        }
    }

    private void Explain(RunningPlatform platform)
    {
        string url = platform.Gateway.GetLeftPart(UriPartial.Authority);
        Console.WriteLine($"The platform is up at {url} (process {platform.Pid}), on loopback only and without keys: it is for this machine alone.");
        Console.WriteLine($"  {url}/console in a browser");
        if (options.Chat)
            Console.WriteLine($"  {url}/v1/chat/completions for chat, by the models that {url}/v1/models lists");
        foreach (int port in platform.DocumentedPorts)
            Console.WriteLine($"  http://localhost:{port} for {DocumentedPorts.All[port]}");
        Console.WriteLine($"  export KUBECONFIG={RunningPlatform.Kubeconfig}; kubectl get md");
        Console.WriteLine($"  ./argus apply {Path.Combine("samples", "deployments", "cpu.yaml")} · status · logs faces · {(options.Detach ? "down" : "Ctrl-C stops it")}");
    }

    private static async Task<int> AttendAsync(ClusterProcess process, CancellationToken cancel)
    {
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
            return Terminal.Ok;
        }

        // Without a state file it was ./argus down that ended it, as asked.
        return RunningPlatform.Exists ? FailWithLog("The cluster ended on its own.") : Terminal.Ok;
    }

    private static int FailWithLog(string sentence)
    {
        if (BackgroundProcess.LastWords(RunningPlatform.LogPath) is { Length: > 0 } words)
            Console.Error.WriteLine(words);
        return Terminal.Fail(sentence);
    }

    private static FileStream? TryLock()
    {
        try
        {
            return new FileStream(Path.Combine(Clone.State, "up.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
