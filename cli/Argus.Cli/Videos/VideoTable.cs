using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Cli.Remote;
using Argus.Contracts.Jobs;
using Spectre.Console;

namespace Argus.Cli.Videos;

/// <summary>What was found in a video, for people.</summary>
internal static class VideoTable
{
    /// <summary>Prints one line about the video, and the tracks: who, from, to, how alike.</summary>
    public static void Write(string file, VideoFacesResult result)
    {
        Console.WriteLine(Line(file, result));
        if (result.Tracks.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["who", "from", "to", "frames", "similarity", "picture"])
            table.AddColumn(head);
        foreach (var track in result.Tracks)
            table.AddRow([.. Cells(track).Select(Markup.Escape)]);
        Terminal.Out.Write(table);
    }

    /// <summary>What is said of the video as a whole.</summary>
    public static string Line(string file, VideoFacesResult result)
    {
        string skipped = result.FramesSkipped == 0 ? "" : $", {result.FramesSkipped} skipped ({OneLine.Of(string.Join(" ", result.SkipReasons), null)})";
        string early = result.EndedEarly is null ? "" : $". Ended early: {OneLine.Of(result.EndedEarly, null)}";
        return $"{file}: {result.TrackCount} track{(result.TrackCount == 1 ? "" : "s")} in {result.Frames} frame{(result.Frames == 1 ? "" : "s")}{skipped}{early}";
    }

    /// <summary>A row of the table.</summary>
    public static IReadOnlyList<string> Cells(VideoTrack track) =>
    [
        track.Tag is null ? "?" : (track.Tag.Name is { } name ? OneLine.Of(name, null) : $"(no name: {track.Tag.MediaStoreId})"),
        Time(track.Start),
        Time(track.End),
        track.FrameCount.ToString(CultureInfo.InvariantCulture),
        track.Tag?.Similarity.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
        track.Tag?.MediaStoreId.ToString(CultureInfo.InvariantCulture) ?? "",
    ];

    private static string Time(double seconds)
    {
        // Rounded before it is taken apart: 5.52 is a little less than that in binary.
        long hundredths = (long)Math.Round(seconds * 100);
        var time = TimeSpan.FromMilliseconds(hundredths * 10);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}.{hundredths % 100:00}");
    }
}
