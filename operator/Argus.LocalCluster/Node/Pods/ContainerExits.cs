using System.Text;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>How containers end.</summary>
internal static class ContainerExits
{
    private const int LongestMessage = 4096;
    private const int LogLines = 80;
    private const int LogBytes = 2048;

    /// <summary>Of a container whose process has ended, and whose log is complete.</summary>
    public static V1ContainerStateTerminated Of(RunningContainer container, ContainerState state, string uid, DateTimeOffset now)
    {
        int code = container.OutOfMemory || container.Killed ? 137 : ContainerLauncher.ExitCode(container.Launch.RunDirectory) ?? 137;
        return new V1ContainerStateTerminated
        {
            ExitCode = code,
            Reason = container.OutOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error",
            Message = Message(container, code),
            StartedAt = state.StartedAt,
            FinishedAt = now,
            ContainerID = $"argus://{uid}/{container.Spec.Name}/{container.Run}",
        };
    }

    private static string? Message(RunningContainer container, int code)
    {
        string text = File.Exists(container.TerminationMessageFile) ? Read(container.TerminationMessageFile) : "";
        if (text.Length == 0 && code != 0 && container.Spec.TerminationMessagePolicy == "FallbackToLogsOnError")
            text = LogFiles.Tail(container.Launch.RunDirectory, LogLines, LogBytes);
        return text.Length == 0 ? null : text;
    }

    private static string Read(string path)
    {
        using var file = File.OpenRead(path);
        byte[] bytes = new byte[LongestMessage];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
