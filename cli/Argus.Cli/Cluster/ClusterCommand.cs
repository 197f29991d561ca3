using System.CommandLine;
using Argus.Cli.Hosting;

namespace Argus.Cli.Cluster;

/// <summary><c>argus cluster</c>: resources, operator and pods on this machine, for kubectl.</summary>
internal static class ClusterCommand
{
    private const ushort DefaultPort = 6443;

    public static Command Create(TimeProvider time) =>
        new("cluster", "A Kubernetes API for this machine, with the operator, in which pods are processes.") { Start(time), Stop(time), Status(time) };

    private static Command Start(TimeProvider time)
    {
        var detach = new Option<bool>("--detach", "-d") { Description = "Leave the cluster running and return." };
        var fresh = new Option<bool>("--fresh") { Description = "Begin with an empty cluster; without it the objects of the last time are there again." };
        var port = NumberOption.Create<ushort>("--port", "PORT", $"Port of the API server on loopback, 0 for a free one. Default: {DefaultPort}.", ushort.MinValue, ushort.MaxValue);
        var command = new Command("start", "Starts it on loopback with our kinds, the model packs and the operator; Ctrl-C stops it.") { detach, fresh, port };
        command.SetAction((parsed, cancel) =>
        {
            var options = new ClusterStartOptions(parsed.GetValue(port) ?? DefaultPort, parsed.GetValue(detach), parsed.GetValue(fresh));
            return new ClusterStart(options, time).RunAsync(cancel);
        });
        return command;
    }

    private static Command Stop(TimeProvider time)
    {
        var command = new Command("stop", "Stops it with all its pods. Its objects stay for the next start.");
        command.SetAction(async (_, _) =>
        {
            if (RunningCluster.Find() is not { } cluster)
            {
                Console.WriteLine("No cluster runs.");
                return Terminal.Ok;
            }

            await cluster.StopAsync(time);
            Console.WriteLine($"Stopped the cluster (process {cluster.Pid}).");
            return Terminal.Ok;
        });
        return command;
    }

    private static Command Status(TimeProvider time)
    {
        var command = new Command("status", "Lists the ModelDeployments and their state. Exit code 0 where all are ready, 1 where not.");
        command.SetAction((_, cancel) => new ClusterStatus(time).RunAsync(cancel));
        return command;
    }
}
