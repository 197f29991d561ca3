using System.CommandLine;
using Argus.Cli.Hosting;

namespace Argus.Cli.Server;

/// <summary><c>argus down</c>: stops what <c>up</c> started.</summary>
internal static class DownCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command("down", "Stops the model server that `up` started.");
        command.SetAction(async (_, _) => await RunAsync(time));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time)
    {
        if (RunningServer.Find() is not { } server)
        {
            Console.WriteLine("Nothing runs.");
            return Terminal.Ok;
        }

        await server.StopAsync(time);
        Console.WriteLine($"Stopped the model server at {server.Url} (process {server.Pid}).");
        return Terminal.Ok;
    }
}
