using Argus.Jobs.Configuration;

namespace Argus.Jobs.Video;

/// <summary>Where FFmpeg is. Looked for each time: it may be installed while the process runs.</summary>
internal sealed class FfmpegProgram(JobsOptions options)
{
    /// <summary>Its path; null where it is not there.</summary>
    public string? Path => Find(options.Ffmpeg);

    /// <summary>What to do where it is not there; null where it is.</summary>
    public string? Missing => Path is null ? $"FFmpeg is not there ('{options.Ffmpeg}'): install it (Debian: apt-get install ffmpeg), or name it in ARGUS_FFMPEG." : null;

    /// <summary>A program by its path, or by its name on the PATH.</summary>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return File.Exists(name) ? System.IO.Path.GetFullPath(name) : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
