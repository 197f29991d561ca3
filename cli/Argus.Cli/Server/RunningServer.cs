using Argus.Cli.Hosting;

namespace Argus.Cli.Server;

/// <summary>A model server that <c>up</c> started.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="StartTicks">When that process started, in kernel ticks since boot: tells it from a later process with the same id.</param>
/// <param name="Url">Where it answers.</param>
/// <param name="Pack">The pack it was started with.</param>
/// <param name="StartedAt">When it was started.</param>
internal sealed record RunningServer(int Pid, long StartTicks, Uri Url, string Pack, DateTimeOffset StartedAt)
{
    private static readonly StateFile<RunningServer> State = new("model-server.json", StateJson.Default.RunningServer);

    /// <summary>Where its output goes.</summary>
    public static string LogPath => Path.Combine(Clone.State, "model-server.log");

    /// <summary>Whether a server is remembered, running or not.</summary>
    public static bool Exists => State.Exists;

    /// <summary>The server that runs, or null. What a killed one left behind is cleared away.</summary>
    public static RunningServer? Find()
    {
        RunningServer? server = State.Read();
        if (server is not null && LinuxProcess.StartTicks(server.Pid) == server.StartTicks)
            return server;
        State.Delete();
        return null;
    }

    /// <summary>Remembers this server for <c>status</c> and <c>down</c>.</summary>
    public void Save() => State.Write(this);

    /// <summary>Ends the server and forgets it.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        // Forgotten first: an `up` that attends the server then knows that its end was wanted.
        State.Delete();
        // Longer than the server's own drain.
        await LinuxProcess.StopAsync(Pid, TimeSpan.FromSeconds(15), time);
    }
}
