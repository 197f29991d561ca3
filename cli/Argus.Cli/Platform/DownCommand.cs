using System.CommandLine;
using Argus.Cli.Hosting;

namespace Argus.Cli.Platform;

/// <summary><c>argus down</c>: stops what <c>up</c> started.</summary>
internal static class DownCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command("down", "Stops the platform that `up` started, with all its pods. Its objects stay for the next start.");
        command.SetAction(async (_, _) => await RunAsync(time));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time)
    {
        if (RunningPlatform.Find() is not { } platform)
        {
            Console.WriteLine("Nothing runs.");
            return Terminal.Ok;
        }

        await platform.StopAsync(time);
        Console.WriteLine($"Stopped the platform at {platform.Gateway} (process {platform.Pid}).");
        return Terminal.Ok;
    }
}
