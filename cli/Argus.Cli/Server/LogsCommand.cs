using System.CommandLine;
using Argus.Cli.Hosting;

namespace Argus.Cli.Server;

/// <summary><c>argus logs</c>: what a process of <c>up</c> wrote.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Whose log.", DefaultValueFactory = _ => "model-server" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written from now on, until Ctrl-C." };
        var command = new Command("logs", "Shows the log of what `up` started.") { name, follow };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(name), parsed.GetValue(follow), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string name, bool follow, CancellationToken cancel)
    {
        string path = Path.Combine(Clone.State, name + ".log");
        if (Path.GetFileName(name) != name || !File.Exists(path))
            return Terminal.Fail($"There is no log of {name}; there are: {Names()}.");

        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Clone.State, name + ".log");
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = follow;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using Stream output = Console.OpenStandardOutput();
        try
        {
            await file.CopyToAsync(output, cancel);
            while (follow && !OutputPipe.IsUnread)
            {
                await changed.WaitAsync(cancel);
                // A server that starts again starts its log again.
                if (file.Length < file.Position)
                    file.Position = 0;
                await file.CopyToAsync(output, cancel);
                await output.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how -f ends.
        }

        return Terminal.Ok;
    }

    private static string Names()
    {
        string[] logs = Directory.Exists(Clone.State) ? Directory.GetFiles(Clone.State, "*.log") : [];
        return logs.Length == 0 ? "none; ./argus up makes one" : string.Join(", ", logs.Select(Path.GetFileNameWithoutExtension).Order());
    }
}
