using Argus.Jobs.Configuration;

namespace Argus.Jobs.Video;

/// <summary>Puts what FFmpeg says of a file that it cannot read into words that tell what to do.</summary>
internal static class FfmpegReason
{
    /// <summary>One sentence or two; null where it says nothing.</summary>
    /// <param name="said">Its sentences about errors.</param>
    /// <param name="options">Limits that may be what stopped it.</param>
    public static string? Of(IReadOnlyList<string> said, JobsOptions options)
    {
        bool Has(string text) => said.Any(one => one.Contains(text, StringComparison.OrdinalIgnoreCase));
        if (said.Count == 0)
            return null;
        if (Has("matches no streams"))
            return "The file has no video stream.";
        if (Has("max pixel count") || Has("Picture size"))
            return $"A frame has more than the {options.MaxVideoPixels} pixels that ARGUS_MAX_VIDEO_PIXELS allows, or no size at all.";
        if (Has("moov atom not found"))
            return "The file is cut off or is no video: its table of contents is missing (moov atom not found).";
        if (Has("Cannot allocate memory"))
            return $"The video needs more memory than the {options.VideoMemory} bytes that ARGUS_VIDEO_MEMORY allows.";
        if (said.FirstOrDefault(one => one.Contains("not on whitelist", StringComparison.Ordinal)) is { } codec && Has("opening decoder"))
            return $"The video is coded in a way that is not taken: {codec.Split(" not on ")[0]}. Convert it, for example to H.264.";
        // What it says first is the cause; that it may not read the sound is none.
        return $"FFmpeg cannot read the video: {said.FirstOrDefault(one => !one.Contains("not on whitelist", StringComparison.Ordinal)) ?? said[0]}";
    }
}
