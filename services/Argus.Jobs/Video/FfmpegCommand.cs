using System.Globalization;
using Argus.Contracts.Jobs;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Video;

/// <summary>How FFmpeg is called: it may read one file, as what its first bytes say it is, and write to its pipes.</summary>
internal static class FfmpegCommand
{
    private const int Threads = 2;

    // Sampled times are rounded; a frame that is this little early counts.
    private const double Slack = 0.001;

    // Decoders that have seen much hostile input, in place of the hundreds that there are.
    private const string Decoders =
        "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,libaom-av1,av1,mpeg4,h263,msmpeg4v1,msmpeg4v2,msmpeg4,mpeg1video,mpeg2video,mjpeg,prores,dnxhd,dvvideo,ffv1,huffyuv,ffvhuff,rawvideo,theora,wmv1,wmv2,wmv3,vc1,flv,cinepak,png";

    /// <summary>The whole command, the limits of the system before it where the programs that set them are there.</summary>
    /// <param name="program">Path of FFmpeg.</param>
    /// <param name="file">Full path of the video.</param>
    /// <param name="demuxer">All names of the reader that may read it.</param>
    /// <param name="interval">Seconds.</param>
    /// <param name="frames">Most frames.</param>
    /// <param name="options">Limits.</param>
    public static IReadOnlyList<string> Create(string program, string file, string demuxer, double interval, int frames, JobsOptions options) =>
        [.. Limits(options), program, .. Input(file, demuxer, options), .. Output(interval, frames)];

    /// <summary>A choice of the first frame at or after each multiple of the interval, whatever the rate of frames; each that is decoded, and each that is chosen, is told with its time.</summary>
    private static string Filters(double interval)
    {
        string step = Text(interval), slack = Text(Slack);
        return $"showinfo=checksum=0,select='isnan(prev_selected_t)+gt(floor((t+{slack})/{step}),floor((prev_selected_t+{slack})/{step}))',showinfo=checksum=0";
    }

    private static IEnumerable<string> Input(string file, string demuxer, JobsOptions options) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "repeat+level+info",
        "-max_error_rate", "1",
        "-threads", Text(Threads), "-max_pixels", Text(options.MaxVideoPixels),
        // Neither playlists nor lists of files nor addresses, whatever a file calls itself or names inside.
        "-protocol_whitelist", "file", "-format_whitelist", demuxer, "-codec_whitelist", Decoders, "-f", demuxer.Split(',')[0],
        "-an", "-sn", "-dn", "-i", $"file:{file}",
    ];

    private static IEnumerable<string> Output(double interval, int frames) =>
    [
        // V: no cover pictures.
        "-map", "0:V:0", "-map_metadata", "-1", "-vf", Filters(interval), "-vsync", "passthrough", "-frames:v", Text(frames),
        "-c:v", "mjpeg", "-q:v", "2", "-threads", "1", "-f", "mpjpeg", "pipe:1",
    ];

    private static IEnumerable<string> Limits(JobsOptions options)
    {
        // Ends with whoever started it, however that ends.
        if (FfmpegProgram.Find("setpriv") is { } setpriv)
            foreach (string part in (string[])[setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--"])
                yield return part;
        if (FfmpegProgram.Find("prlimit") is not { } prlimit)
            yield break;
        long seconds = Math.Max(1, (long)Math.Ceiling(options.VideoTimeout.TotalSeconds * Threads));
        foreach (string part in (string[])[prlimit, $"--as={Text(options.VideoMemory)}", $"--cpu={Text(seconds)}", "--fsize=0", "--core=0", "--nofile=64", "--"])
            yield return part;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
