using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Spectre.Console;

namespace Argus.Cli.Cluster;

/// <summary><c>argus cluster status</c>.</summary>
internal sealed class ClusterStatus(TimeProvider time)
{
    /// <summary>Runs, and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (RunningCluster.Find() is not { } cluster)
        {
            Console.WriteLine("No cluster runs. ./argus cluster start starts one.");
            return Terminal.Failed;
        }

        using var client = RunningCluster.Connect(time);
        KubernetesList<ModelDeployment> models;
        try
        {
            models = await client.ListAsync<ModelDeployment>(cancellationToken: cancel);
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException)
        {
            return Terminal.Fail($"The cluster (process {cluster.Pid}) does not answer: {e.Message}");
        }

        Console.WriteLine($"The cluster runs since {cluster.StartedAt.ToLocalTime().ToString("g", CultureInfo.InvariantCulture)} (process {cluster.Pid}). KUBECONFIG={RunningCluster.Kubeconfig}");
        var table = new Table().RoundedBorder().AddColumns("Namespace", "Name", "Ready", "Reason", "Replicas", "Message");
        bool ready = true;
        foreach (var model in models.Items)
        {
            var condition = model.Status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
            ready &= condition?.Status == "True";
            string[] cells =
            [
                model.Metadata.Namespace!, model.Metadata.Name!, condition?.Status ?? "Unknown", condition?.Reason ?? "-", $"{model.Status?.ReadyReplicas ?? 0}", condition?.Message ?? "-",
            ];
            table.AddRow([.. cells.Select(cell => Markup.Escape(cell))]);
        }

        Terminal.Out.Write(table);
        return ready ? Terminal.Ok : Terminal.Failed;
    }
}
