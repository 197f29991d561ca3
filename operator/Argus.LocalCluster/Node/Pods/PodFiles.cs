using System.Globalization;
using System.Text.Json;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Where a pod's files are.</summary>
/// <param name="Root">The pod's folder.</param>
internal sealed record PodFiles(string Root)
{
    public static string Pods(string dataDirectory) => Path.Combine(dataDirectory, "pods");

    public static PodFiles Of(string dataDirectory, string uid) => new(Path.Combine(Pods(dataDirectory), uid));

    /// <summary>For files that nobody keeps.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    private string StateFile => Path.Combine(Root, "state.json");

    /// <summary>Where a container's process starts.</summary>
    public string Home(string container) => Path.Combine(Root, "containers", container, "home");

    /// <summary>What belongs to one run of a container.</summary>
    public string Run(string container, int run) => Path.Combine(Root, "containers", container, run.ToString(CultureInfo.InvariantCulture));

    public string TerminationMessage(string container, int run) => Path.Combine(Run(container, run), "termination-log");

    /// <summary>Null when nothing is remembered.</summary>
    public PodState? Load()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StateFile), NodeJson.Default.PodState);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A crash leaves the old or the new state.</summary>
    public void Save(PodState state)
    {
        string next = StateFile + ".new";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state, NodeJson.Default.PodState));
        File.Move(next, StateFile, overwrite: true);
    }

    public void Create()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Temporary);
    }
}
