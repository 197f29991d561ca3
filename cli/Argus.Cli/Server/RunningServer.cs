using System.Text.Json;
using System.Text.Json.Serialization;
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
    private static string StatePath => Path.Combine(Clone.State, "model-server.json");

    /// <summary>Where its output goes.</summary>
    public static string LogPath => Path.Combine(Clone.State, "model-server.log");

    /// <summary>Whether a server is remembered, running or not.</summary>
    public static bool Exists => File.Exists(StatePath);

    /// <summary>The server that runs, or null. What a killed one left behind is cleared away.</summary>
    public static RunningServer? Find()
    {
        RunningServer? server = Read();
        if (server is not null && LinuxProcess.StartTicks(server.Pid) == server.StartTicks)
            return server;
        Forget();
        return null;
    }

    /// <summary>Remembers this server for <c>status</c> and <c>down</c>.</summary>
    public void Save()
    {
        string temporary = StatePath + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Default.RunningServer));
        File.Move(temporary, StatePath, overwrite: true);
    }

    /// <summary>Ends the server and forgets it.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        // Forgotten first: an `up` that attends the server then knows that its end was wanted.
        Forget();
        // Longer than the server's own drain.
        await LinuxProcess.StopAsync(Pid, TimeSpan.FromSeconds(15), time);
    }

    private static void Forget()
    {
        if (Exists)
            File.Delete(StatePath);
    }

    private static RunningServer? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StatePath), StateJson.Default.RunningServer);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(RunningServer))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class StateJson : JsonSerializerContext;
