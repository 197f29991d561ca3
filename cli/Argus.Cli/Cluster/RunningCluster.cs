using Argus.Cli.Hosting;
using Argus.Kube.Client;

namespace Argus.Cli.Cluster;

/// <summary>A local cluster that <c>cluster start</c> started.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="StartTicks">When that process started, in kernel ticks since boot: tells it from a later process with the same id.</param>
/// <param name="StartedAt">When it was started.</param>
internal sealed record RunningCluster(int Pid, long StartTicks, DateTimeOffset StartedAt)
{
    private static readonly StateFile<RunningCluster> State = new("cluster.json", StateJson.Default.RunningCluster);

    /// <summary>Where its output goes.</summary>
    public static string LogPath => Path.Combine(Clone.State, "local-cluster.log");

    /// <summary>Objects, volumes and logs of pods.</summary>
    public static string DataFolder => Path.Combine(Clone.State, "cluster");

    /// <summary>What kubectl reads.</summary>
    public static string Kubeconfig => Path.Combine(Clone.State, "kubeconfig");

    /// <summary>Whether a cluster is remembered, running or not.</summary>
    public static bool Exists => State.Exists;

    /// <summary>The cluster that runs, or null. What a killed one left behind is cleared away.</summary>
    public static RunningCluster? Find()
    {
        RunningCluster? cluster = State.Read();
        if (cluster is not null && LinuxProcess.StartTicks(cluster.Pid) == cluster.StartTicks)
            return cluster;
        State.Delete();
        return null;
    }

    /// <summary>Remembers this cluster for <c>status</c> and <c>stop</c>.</summary>
    public void Save() => State.Write(this);

    /// <summary>A client of its API server, with the rights of its owner.</summary>
    public static KubernetesClient Connect(TimeProvider time) =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig), new KubernetesClientOptions { FieldManager = "argus" }, time);

    /// <summary>Ends the cluster with its pods, and forgets it. Its objects stay.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        // Forgotten first: a `start` that attends the cluster then knows that its end was wanted.
        State.Delete();
        // Longer than pods are waited for.
        await LinuxProcess.StopAsync(Pid, TimeSpan.FromSeconds(30), time);
    }
}
