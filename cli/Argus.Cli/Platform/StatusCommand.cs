using System.CommandLine;
using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Spectre.Console;

namespace Argus.Cli.Platform;

/// <summary><c>argus status</c>: what runs, since when, with which models.</summary>
internal static class StatusCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command("status", "Tells what `up` started and the state of every ModelDeployment. Exit code 0 where all of it serves, 1 where not.");
        command.SetAction((_, cancel) => RunAsync(time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time, CancellationToken cancel)
    {
        if (RunningPlatform.Find() is not { } platform)
        {
            Console.WriteLine("Nothing runs. ./argus up starts the platform.");
            return Terminal.Failed;
        }

        Console.WriteLine($"The platform runs since {platform.StartedAt.ToLocalTime().ToString("g", CultureInfo.InvariantCulture)} (process {platform.Pid}). KUBECONFIG={RunningPlatform.Kubeconfig}");
        using var client = RunningPlatform.Connect(time);
        KubernetesList<ModelDeployment> models;
        V1Deployment? datasets;
        try
        {
            models = await client.ListAsync<ModelDeployment>(cancellationToken: cancel);
            datasets = (await client.ListAsync<V1Deployment>(ControlPlane.Namespace, cancellationToken: cancel)).Items.FirstOrDefault(d => d.Metadata.Name == ControlPlane.Datasets);
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException)
        {
            return Terminal.Fail($"The cluster (process {platform.Pid}) does not answer: {e.Message}");
        }

        bool served = Say(datasets);
        bool answers = await AnswersAsync(platform.Gateway, cancel);
        Console.WriteLine($"The gateway {(answers ? "answers" : "does not answer")} at {platform.Gateway}");
        foreach (int port in platform.DocumentedPorts)
        {
            bool open = await AnswersAsync(new Uri($"http://127.0.0.1:{port}"), cancel, "/health");
            answers &= open;
            Console.WriteLine($"Port {port} ({DocumentedPorts.All.GetValueOrDefault(port)}) {(open ? "answers" : "does not answer")}");
        }

        bool ready = Print(models.Items);
        return ready && answers && served ? Terminal.Ok : Terminal.Failed;
    }

    private static bool Say(V1Deployment? datasets)
    {
        bool serves = datasets is null or { Status.AvailableReplicas: > 0 };
        Console.WriteLine(datasets is null ? "Datasets are not served: DB_HOST, which names their PostgreSQL, was not set at ./argus up."
            : serves ? "Datasets are served." : "The dataset service is not ready: ./argus logs datasets tells why.");
        return serves;
    }

    private static bool Print(IEnumerable<ModelDeployment> models)
    {
        var table = new Table().RoundedBorder().AddColumns("Namespace", "Name", "Ready", "Reason", "Pods", "On", "Digest", "Message");
        bool ready = true;
        foreach (var model in models)
        {
            var condition = model.Status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
            ready &= condition?.Status == "True";
            string[] cells =
            [
                model.Metadata.Namespace!, model.Metadata.Name!, condition?.Status ?? "Unknown", condition?.Reason ?? "-", $"{model.Status?.ReadyReplicas ?? 0}",
                model.Status?.Accelerator?.Summary ?? "-", model.Status?.ShortDigest ?? "-", condition?.Message ?? "-",
            ];
            table.AddRow([.. cells.Select(cell => Markup.Escape(cell))]);
        }

        Terminal.Out.Write(table);
        return ready;
    }

    private static async Task<bool> AnswersAsync(Uri url, CancellationToken cancel, string path = "/health/live")
    {
        using var http = LocalHttp.Create(url);
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancel);
            // A port of an older service tells its health, which is another matter than whether it answers.
            return answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
