using System.Text.Json.Nodes;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Video;

/// <summary>When frames are, and which way up.</summary>
public sealed class VideoTimeTests : IAsyncLifetime
{
    private VideoStage _stage = null!;

    public async Task InitializeAsync() => _stage = await VideoStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [FfmpegTheory]
    [InlineData("film.mp4", "libx264", "yuv420p")]
    [InlineData("film.mov", "libx264", "yuv420p")]
    [InlineData("film.mkv", "libx264", "yuv420p")]
    [InlineData("film.webm", "libvpx-vp9", "yuv420p")]
    [InlineData("film.avi", "mpeg4", "yuv420p")]
    public async Task VideoFaces_EveryContainer_HasTheTimesOfItsFrames(string name, string codec, string pixels)
    {
        string film = _stage.Films.Pattern(name, 3, 10, "-c:v", codec, "-pix_fmt", pixels);

        var times = await TimesAsync(film, """, "interval": 0.5""");

        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5], times);
    }

    [FfmpegFact]
    public async Task VideoFaces_RateThatChanges_HasTheTrueTimes()
    {
        // Ten frames in the first second, then one every three quarters of a second.
        string film = _stage.Films.Make(
            "film.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=2", "-vf", "settb=1/1000,setpts='if(lt(N,10),N*100,1000+(N-10)*750)'", "-vsync", "vfr", "-enc_time_base", "1/1000", "-c:v", "libx264", "-bf", "0", "-pix_fmt", "yuv420p");

        var times = await TimesAsync(film, """, "interval": 0.5""");

        // At or after each half second: none is invented where there is none.
        Assert.Equal([0, 0.5, 1, 1.75, 2.5, 3.25, 4, 4.75, 5.5, 6.25, 7, 7.75], times);
    }

    [FfmpegFact]
    public async Task VideoFaces_AfterAGap_HasTheTrueTimesAndMissesNothing()
    {
        // Three frames, and three a hundred seconds later.
        string film = _stage.Films.Make(
            "film.mkv", "-f", "lavfi", "-i", "testsrc=s=64x64:r=2:d=3", "-vf", "setpts='PTS+if(lt(N,3),0,100/TB)'", "-vsync", "passthrough", "-c:v", "libx264", "-bf", "0", "-pix_fmt", "yuv420p");

        var result = await _stage.ResultAsync(film, """, "interval": 0.5""");

        Assert.Equal([0, 0.5, 1, 101.5, 102, 102.5], Times(result));
        Assert.Equal([(0.0, 1.0), (101.5, 102.5)], result["tracks"]!.AsArray().Select(t => ((double)t!["start"]!, (double)t["end"]!)));
        Assert.Equal(0, (int)result["frames_skipped"]!);
    }

    [FfmpegFact]
    public async Task VideoFaces_OfTenHours_HasAFrameAnHour()
    {
        string film = _stage.Films.Make("film.mkv", "-f", "lavfi", "-i", "testsrc=s=64x64:r=1:d=10", "-vf", "setpts=N*3600/TB", "-vsync", "passthrough", "-c:v", "mjpeg");

        Assert.Equal(Enumerable.Range(0, 10).Select(hour => hour * 3600.0), await TimesAsync(film, """, "interval": 3600"""));
    }

    [FfmpegFact]
    public async Task VideoFaces_PictureAfterTheSound_HasTimesOfThePlayer()
    {
        string film = _stage.Films.Make("film.mkv", "-f", "lavfi", "-i", "sine=d=3", "-itsoffset", "1.5", "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=2", "-map", "1:v", "-map", "0:a", "-vsync", "passthrough", "-c:v", "libx264", "-c:a", "pcm_s16le");

        var times = await TimesAsync(film, """, "interval": 1""");

        Assert.Equal([1.5, 2, 3], times);
    }

    [FfmpegFact]
    public async Task VideoFaces_TurnedByItsMetadata_IsLookedAtUpright()
    {
        string film = _stage.Films.Pattern("film.mp4", 1);
        string turned = _stage.Films.Make("turned.mp4", "-i", film, "-c", "copy", "-metadata:s:v:0", "rotate=90");

        await _stage.ResultAsync(film);
        var flat = JpegSize.Of(_stage.Model.Picture);
        await _stage.ResultAsync(turned);

        Assert.Equal((128, 96), flat);
        Assert.Equal((96, 128), JpegSize.Of(_stage.Model.Picture));
    }

    private async Task<double[]> TimesAsync(string film, string more)
    {
        var result = await _stage.ResultAsync(film, more);
        Assert.Equal((int)result["frames"]!, (int)result["face_count"]!);
        return Times(result);
    }

    private static double[] Times(JsonObject result) => [.. result["detections"]!.AsArray().Select(f => (double)f!["time"]!)];
}
