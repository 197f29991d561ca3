using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Spectre.Console;

namespace Argus.Cli.Server;

/// <summary>One run of <c>argus up</c>. Whatever goes wrong or is cancelled, no process, port or state is left behind.</summary>
internal sealed class UpRun(UpOptions options, PackLoader loader, TimeProvider time)
{
    // A GPU may compile its graphs first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs, and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        // Ctrl-C cancels only once an action has yielded; before that it would end this process and leave the server behind.
        await Task.Yield();
        if (Folder.Make(Clone.State) is { } error)
            return Terminal.Fail($"{error} ARGUS_STATE names another.");
        FileStream? starting = TryLock();
        try
        {
            if (starting is null)
                return Terminal.Fail("Another ./argus up is starting right now.");
            if (RunningServer.Find() is { } other)
                return Terminal.Fail($"The model server already runs at {other.Url} with {other.Pack} (process {other.Pid}). ./argus down stops it.");
            if (ServerProcess.FreePort(options.Port) is not { } port)
                return Terminal.Fail($"Port {options.Port} is in use by another program: stop that, or choose another with --port.");

            var (choice, why) = await Demonstration.ChooseAsync(options.Pack, loader, cancel);
            return choice is null ? Terminal.Fail(why!) : await ServeAsync(choice, port, starting, cancel);
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

    private async Task<int> ServeAsync(Demonstration choice, int port, FileStream starting, CancellationToken cancel)
    {
        using var process = ServerProcess.Start(choice.Pack, port, Settings(choice), time);
        using var http = LocalHttp.Create(process.Server.Url);
        bool keep = false;
        try
        {
            string? trouble = await Terminal.Err.Status().StartAsync(
                $"Starting the model server with {Markup.Escape(choice.Pack)}",
                _ => process.WaitUntilReadyAsync(http, Patience, cancel));
            trouble ??= await new Showing(http, choice).RunAsync(cancel);
            if (trouble is not null)
                return FailWithLog(trouble);

            keep = options.Detach;
            // From here on the state file tells others that a server runs.
            starting.Dispose();
            return options.Detach ? Detached(process.Server) : await AttendAsync(process, cancel);
        }
        finally
        {
            if (!keep)
                await process.Server.StopAsync(time);
        }
    }

    private Dictionary<string, string> Settings(Demonstration choice)
    {
        var settings = new Dictionary<string, string>
        {
            // A path would be looked up in the server's own folder.
            ["ARGUS_PACK"] = File.Exists(choice.Pack) || Directory.Exists(choice.Pack) ? Path.GetFullPath(choice.Pack) : choice.Pack,
        };
        if (options.AcceptedLicenses.Count > 0)
            settings["ARGUS_ACCEPT_LICENSE"] = string.Join(',', options.AcceptedLicenses);
        return settings;
    }

    private static int Detached(RunningServer server)
    {
        Console.WriteLine($"The model server goes on at {server.Url} (process {server.Pid}). ./argus status, ./argus logs, ./argus down.");
        return Terminal.Ok;
    }

    private static async Task<int> AttendAsync(ServerProcess process, CancellationToken cancel)
    {
        Console.WriteLine("Ctrl-C stops the server.");
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
        return RunningServer.Exists ? FailWithLog("The model server ended on its own.") : Terminal.Ok;
    }

    private static int FailWithLog(string sentence)
    {
        if (BackgroundProcess.LastWords(RunningServer.LogPath) is { Length: > 0 } words)
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
