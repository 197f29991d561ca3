using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary><c>argus logs</c>: what a part of the platform wrote.</summary>
internal static class LogsCommand
{
    private const string Cluster = "cluster";
    private const string DeploymentLabel = "argus.dev/deployment";

    public static Command Create(TimeProvider time)
    {
        var name = new Argument<string>("NAME") { Description = "gateway, operator, cluster, a ModelDeployment or a pod.", DefaultValueFactory = _ => "gateway" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written from now on, until Ctrl-C." };
        var command = new Command("logs", "Shows the log of a part of the platform.") { name, follow };
        command.SetAction((parsed, cancel) =>
        {
            string wanted = parsed.GetRequiredValue(name);
            return wanted == Cluster ? FileLog.ShowAsync(RunningPlatform.LogPath, parsed.GetValue(follow), cancel) : RunAsync(wanted, parsed.GetValue(follow), time, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(string name, bool follow, TimeProvider time, CancellationToken cancel)
    {
        if (RunningPlatform.Find() is null)
            return Terminal.Fail("Nothing runs. ./argus up starts the platform; ./argus logs cluster shows what the last one wrote.");
        using var client = RunningPlatform.Connect(time);
        try
        {
            var pods = (await client.ListAsync<V1Pod>(cancellationToken: cancel)).Items;
            // The newest, where there are several.
            if (pods.Where(p => NamesOf(p).Contains(name)).MaxBy(p => p.Metadata.CreationTimestamp) is not { } pod)
                return Terminal.Fail($"There is no log of {name}; there are: {string.Join(", ", pods.SelectMany(NamesOf).Append(Cluster).Distinct().Order(StringComparer.Ordinal))}.");
            await using var log = await client.ReadPodLogAsync(pod.Metadata.Name!, pod.Metadata.Namespace!, new PodLogOptions { Follow = follow }, cancel);
            await using var output = Console.OpenStandardOutput();
            await log.CopyToAsync(output, cancel);
            return Terminal.Ok;
        }
        catch (OperationCanceledException) when (follow)
        {
            // Ctrl-C is how -f ends.
            return Terminal.Ok;
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException)
        {
            return Terminal.Fail(e.Message);
        }
    }

    // argus-gateway is asked for as gateway.
    private static IEnumerable<string> NamesOf(V1Pod pod)
    {
        var labels = pod.Metadata.Labels;
        if (labels?.GetValueOrDefault(DeploymentLabel) is { } deployment)
            yield return deployment;
        else if (labels?.GetValueOrDefault(ControlPlane.NameLabel) is { } part)
            yield return part.Replace("argus-", "", StringComparison.Ordinal);
        yield return pod.Metadata.Name!;
    }
}
