using System.Globalization;
using System.Runtime.CompilerServices;
using Argus.LocalCluster.Pods;

namespace Argus.LocalCluster.Node.Logs;

/// <summary>Reads the log files of one run of a container.</summary>
internal static class LogFiles
{
    /// <summary>What is there, and with a log that is being written also what comes, until it ends.</summary>
    public static async IAsyncEnumerable<PodLogLine> ReadAsync(string runDirectory, ContainerLog? follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        var files = new Queue<string>(ContainerLog.FilesOf(runDirectory));
        var lines = new LineBuffer();
        FileStream? file = null;
        try
        {
            while (true)
            {
                // Asked for before reading, so that nothing written in between is slept over.
                var more = follow?.MoreAsync();
                bool isEnd = follow is null || follow.IsEnded;
                file ??= files.TryDequeue(out string? next) ? Open(next) : null;
                if (file is not null)
                {
                    int count = await file.ReadAsync(lines.Space(), cancel);
                    if (count > 0)
                    {
                        foreach (var line in lines.Take(count))
                            yield return Parse(line);
                        continue;
                    }
                }

                if (files.Count > 0)
                {
                    await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
                    file = null;
                    continue;
                }

                if (isEnd)
                    yield break;
                await more!.WaitAsync(cancel);
                // The file that was read to its end may have been rotated away: a new one has its place then.
                if (file is not null && ContainerLog.FilesOf(runDirectory).LastOrDefault() is { } current && !IsSame(file, current))
                    files.Enqueue(current);
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

    // A rotated file keeps its length; the one in its place begins anew.
    private static bool IsSame(FileStream open, string path) => new FileInfo(path).Length >= open.Position;

    private static PodLogLine Parse(ReadOnlyMemory<byte> line)
    {
        int space = line.Span.IndexOf((byte)' ');
        var time = space > 0 && DateTimeOffset.TryParse(System.Text.Encoding.ASCII.GetString(line.Span[..space]), CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : default;
        return new PodLogLine(time, line[(space + 1)..]);
    }
}
