using System.Diagnostics;

namespace Argus.Jobs.Tests.Video;

/// <summary>The FFmpeg that a worker has started.</summary>
internal static class FfmpegChild
{
    /// <summary>The one that reads a video below a folder: others of this process are other tests'.</summary>
    public static Process Of(string folder) => Process.GetProcessesByName("ffmpeg").Single(one => CommandOf(one.Id).Contains(folder, StringComparison.Ordinal));

    private static string CommandOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
