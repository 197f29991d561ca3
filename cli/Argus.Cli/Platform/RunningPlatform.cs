using Argus.Cli.Hosting;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>A platform that <c>up</c> started: the local cluster, in which all else runs.</summary>
/// <param name="Pid">Process of the cluster.</param>
/// <param name="StartTicks">When that process started, in kernel ticks since boot: tells it from a later process with the same id.</param>
/// <param name="Gateway">Where the gateway answers.</param>
/// <param name="StartedAt">When it was started.</param>
internal sealed record RunningPlatform(int Pid, long StartTicks, Uri Gateway, DateTimeOffset StartedAt)
{
    /// <summary>Ports of the older services on which the gateway listens too.</summary>
    public IReadOnlyList<int> DocumentedPorts { get; init => field = value ?? []; } = [];

    private static readonly StateFile<RunningPlatform> State = new("platform.json", StateJson.Default.RunningPlatform);

    /// <summary>Where the cluster's output goes.</summary>
    public static string LogPath => Path.Combine(Clone.State, "cluster.log");

    /// <summary>Objects, volumes and logs of pods.</summary>
    public static string DataFolder => Path.Combine(Clone.State, "cluster");

    /// <summary>What kubectl reads.</summary>
    public static string Kubeconfig => Path.Combine(Clone.State, "kubeconfig");

    /// <summary>Whether a platform is remembered, running or not.</summary>
    public static bool Exists => State.Exists;

    /// <summary>The platform that runs, or null. What a killed one left behind is cleared away.</summary>
    public static RunningPlatform? Find()
    {
        RunningPlatform? platform = State.Read();
        if (platform is not null && LinuxProcess.StartTicks(platform.Pid) == platform.StartTicks)
            return platform;
        State.Delete();
        return null;
    }

    /// <summary>Ends the pods of a cluster that was killed: they go on without it, and would stand in the way of the next.</summary>
    /// <returns>How many processes there were.</returns>
    public static int EndOrphans() => LinuxProcess.KillMarked("ARGUS_CONTAINER", DataFolder + Path.DirectorySeparatorChar);

    /// <summary>Remembers this platform for <c>status</c> and <c>down</c>.</summary>
    public void Save() => State.Write(this);

    /// <summary>A client of its API server, with the rights of its owner.</summary>
    public static KubernetesClient Connect(TimeProvider time) =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig), new KubernetesClientOptions { FieldManager = "argus" }, time);

    /// <summary>Ends the cluster with its pods, and forgets it. Its objects stay.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        // Forgotten first: an `up` that attends the platform then knows that its end was wanted.
        State.Delete();
        // Longer than pods are waited for.
        await LinuxProcess.StopAsync(Pid, TimeSpan.FromSeconds(45), time);
    }
}
