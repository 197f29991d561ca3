using System.Globalization;
using System.Runtime.CompilerServices;
using Argus.LocalCluster.Pods;

namespace Argus.LocalCluster.Node.Logs;

/// <summary>Reads the log files of one run of a container.</summary>
internal static class LogFiles
{
    /// <summary>What is there now.</summary>
    public static async IAsyncEnumerable<PodLogLine> ReadAsync(string runDirectory, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new LineBuffer();
        foreach (string path in ContainerLog.FilesOf(runDirectory))
        {
            await using var file = Open(path);
            for (int count; (count = await file.ReadAsync(lines.Space(), cancel)) > 0;)
            {
                foreach (var line in lines.Take(count))
                    yield return Parse(line);
            }
        }
    }

    /// <summary>What is there, and what comes until the log ends.</summary>
    public static async IAsyncEnumerable<PodLogLine> FollowAsync(ContainerLog log, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new LineBuffer();
        int number = int.MinValue;
        var file = log.OpenNext(ref number);
        try
        {
            while (true)
            {
                // Asked for before reading, so that nothing written in between is slept over.
                var more = log.MoreAsync();
                bool isEnd = log.IsEnded;
                int count = file is null ? 0 : await file.ReadAsync(lines.Space(), cancel);
                foreach (var line in lines.Take(count))
                    yield return Parse(line);
                if (count > 0)
                    continue;
                if (log.OpenNext(ref number) is { } next)
                {
                    await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
                    file = next;
                }
                else if (isEnd)
                {
                    yield break;
                }
                else
                {
                    await more.WaitAsync(cancel);
                }
            }
        }
        finally
        {
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>The end of the newest log file, without times.</summary>
    public static string Tail(string runDirectory, int lines, int bytes)
    {
        string? newest = ContainerLog.FilesOf(runDirectory).LastOrDefault();
        if (newest is null)
            return "";
        using var file = Open(newest);
        file.Seek(-Math.Min(file.Length, bytes * 2L), SeekOrigin.End);
        using var reader = new StreamReader(file);
        var all = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string text = string.Join('\n', all.TakeLast(lines).Select(line => line[(line.IndexOf(' ') + 1)..]));
        return text.Length > bytes ? text[^bytes..] : text;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static PodLogLine Parse(ReadOnlyMemory<byte> line)
    {
        int space = line.Span.IndexOf((byte)' ');
        var time = space > 0 && DateTimeOffset.TryParse(System.Text.Encoding.ASCII.GetString(line.Span[..space]), CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : default;
        return new PodLogLine(time, line[(space + 1)..]);
    }
}
