using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Argus.Benchmarks.EndToEnd;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Events;
using Argus.Kube.Api.Networking;
using Argus.Kube.Api.Policy;
using Argus.Kube.Client;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Benchmarks.Cluster;

/// <summary>What the operator costs, by number of resources; and how long a user waits from apply to the first answer.</summary>
internal static class ClusterBench
{
    private const int InFlight = 16;
    private static readonly ResourceType[] Watched =
    [
        ModelDeployment.Resource, V1Deployment.Resource, V1Service.Resource, V1ConfigMap.Resource, V1PodDisruptionBudget.Resource,
        V1NetworkPolicy.Resource, V2HorizontalPodAutoscaler.Resource, EventsV1Event.Resource,
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatienceEach = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    /// <param name="counts">Numbers of ModelDeployments, each in a cluster of its own.</param>
    public static async Task RunAsync(int[] counts)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores; local cluster with its controllers, operator and caller on the same machine; no node, so that no pod runs");
        Console.WriteLine();
        Console.WriteLine("| ModelDeployments | all applied s | all reconciled s | operator CPU ms each | cluster CPU ms each | operator peak MB | cluster peak MB | writes each | writes in 20 quiet s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (int count in counts)
            Console.WriteLine(await ReconcileAsync(count));
        Console.WriteLine();
        Console.WriteLine(await FirstAnswerAsync());
    }

    private static async Task<string> ReconcileAsync(int count)
    {
        await using var cluster = await BenchCluster.StartAsync(node: false);
        // The first one pays for what is compiled and connected once.
        await cluster.ApplyAsync("first");
        await AllReconciledAsync(cluster.Client, 1);
        double operatorBefore = ProcessFigures.CpuSeconds(cluster.Operator.Id), serverBefore = ProcessFigures.CpuSeconds(cluster.Server.Id);
        long versionBefore = await VersionAsync(cluster.Client), begin = Stopwatch.GetTimestamp();
        var reconciled = AllReconciledAsync(cluster.Client, count + 1);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (i, _) => await cluster.ApplyAsync($"model-{i}"));
        var applied = Stopwatch.GetElapsedTime(begin);
        await reconciled;
        var done = Stopwatch.GetElapsedTime(begin);
        // Replica sets, pods, and what is said of them come after it: the cost is that of all until nothing more is written.
        var patience = Patience + count * PatienceEach;
        while (await WritesAsync(cluster.Client, TimeSpan.FromSeconds(5)) > 0 && Stopwatch.GetElapsedTime(begin) < patience)
        {
        }

        double operatorCost = ProcessFigures.CpuSeconds(cluster.Operator.Id) - operatorBefore, serverCost = ProcessFigures.CpuSeconds(cluster.Server.Id) - serverBefore;
        long versions = await VersionAsync(cluster.Client) - versionBefore;
        int writes = await WritesAsync(cluster.Client, Quiet);
        return string.Create(CultureInfo.InvariantCulture, $"| {count} | {applied.TotalSeconds:0.0} | {done.TotalSeconds:0.0} | {operatorCost * 1000 / count:0.0} | {serverCost * 1000 / count:0.0} | {Megabytes(cluster.Operator):0} | {Megabytes(cluster.Server):0} | {(double)versions / count:0.0} | {writes} |");
    }

    // Reconciled: the status speaks of the current generation, and the Deployment is there.
    private static async Task AllReconciledAsync(KubernetesClient client, int count)
    {
        using var done = new CancellationTokenSource();
        var models = new ConcurrentDictionary<string, bool>();
        var children = new ConcurrentDictionary<string, bool>();
        try
        {
            await Task.WhenAll(
                WatchAsync<ModelDeployment>(client, m => m.Status?.ObservedGeneration == m.Metadata.Generation, models, done.Token, Enough),
                WatchAsync<V1Deployment>(client, d => d.Metadata.Generation > 0, children, done.Token, Enough));
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
        }

        void Enough()
        {
            if (models.Count >= count && children.Count >= count)
                done.Cancel();
        }
    }

    private static async Task WatchAsync<T>(KubernetesClient client, Func<T, bool> counts, ConcurrentDictionary<string, bool> seen, CancellationToken cancel, Action enough)
        where T : class, IKubernetesObject<T>
    {
        await foreach (var change in client.WatchAsync<T>("default", cancellationToken: cancel))
        {
            if (change.Object is { } item && counts(item) && seen.TryAdd(item.Metadata.Name!, true))
                enough();
        }
    }

    // Every write of any object has a version of its own.
    private static async Task<long> VersionAsync(KubernetesClient client) =>
        long.Parse((await client.Resource(V1Namespace.Resource).ListAsync(null, new ListOptions { Limit = 1 })).Metadata.ResourceVersion!, CultureInfo.InvariantCulture);

    // What any watcher of our kind and its children would see; the operator's Lease is renewed all the time.
    private static async Task<int> WritesAsync(KubernetesClient client, TimeSpan duration)
    {
        int writes = 0;
        using var end = new CancellationTokenSource(duration);
        await Task.WhenAll(Watched.Select(CountAsync));
        return writes;

        async Task CountAsync(ResourceType kind)
        {
            string version = (await client.Resource(kind).ListAsync("default", new ListOptions { Limit = 1 })).Metadata.ResourceVersion!;
            try
            {
                await foreach (var _ in client.Resource(kind).WatchAsync("default", new WatchOptions { ResourceVersion = version }, end.Token))
                    Interlocked.Increment(ref writes);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private static double Megabytes(ProgramRun process) => ProcessFigures.PeakBytes(process.Id) / 1e6;

    private static async Task<string> FirstAnswerAsync()
    {
        await using var cluster = await BenchCluster.StartAsync(node: true);
        byte[] photo = File.ReadAllBytes(TestData.At("photos", "t1.jpg"));
        using var http = new HttpClient();
        var seconds = new List<double>();
        for (int i = 0; i < 3; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await cluster.ApplyAsync($"faces-{i}");
            await ReadyAsync(cluster.Client, $"faces-{i}");
            var pod = (await cluster.Client.ListAsync<V1Pod>("default")).Items.Single(p => p.Metadata.Name!.StartsWith($"faces-{i}-", StringComparison.Ordinal));
            using var answer = await http.PostAsync($"http://{pod.Status!.PodIP}:8100/detect", new ByteArrayContent(photo) { Headers = { ContentType = new("image/jpeg") } });
            answer.EnsureSuccessStatusCode();
            seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return $"Apply of a ModelDeployment to the first answer of its pod, packs on disk: {string.Join(", ", seconds.Select(s => s.ToString("0.00", CultureInfo.InvariantCulture)))} s";
    }

    private static async Task ReadyAsync(KubernetesClient client, string name)
    {
        await foreach (var change in client.WatchAsync<ModelDeployment>("default"))
        {
            if (change.Object is { } model && model.Metadata.Name == name && model.Status?.Conditions?.Any(c => c.Type == ConditionTypes.Ready && c.Status == "True") == true)
                return;
        }
    }
}
