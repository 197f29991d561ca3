using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Problems;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Video;

/// <summary>Files that are broken, lie, or are not what they seem.</summary>
public sealed class VideoFaultTests : IAsyncLifetime
{
    private VideoStage _stage = null!;

    private Films Films => _stage.Films;

    public async Task InitializeAsync() => _stage = await VideoStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("film.mp4", "This is no video.")]
    [InlineData("list.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")]
    [InlineData("list.ffconcat", "ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("list.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n")]
    public async Task Upload_TextInAnyName_Is415(string name, string text)
    {
        using var form = MediaHost.Form(Encoding.ASCII.GetBytes(text), name: name);
        using var answer = await _stage.Host.Http.PostAsync("/entity/", form);

        Assert.Contains("MP4, MOV, WebM, MKV or AVI", (string)(await answer.JsonAsync(415))["detail"]!, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_PlaylistBehindTheSignatureOfAVideo_ReadsNoOtherFile()
    {
        byte[] list = Encoding.ASCII.GetBytes("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");

        Assert.Contains("moov atom not found", await _stage.ErrorAsync(Films.Write("a.mp4", [0, 0, 0, 16, .. "ftypisom\0\0\0\0"u8, .. list])), StringComparison.Ordinal);
        Assert.Contains("FFmpeg cannot read", await _stage.ErrorAsync(Films.Write("a.mkv", [0x1A, 0x45, 0xDF, 0xA3, 0x88, 0x42, 0x82, 0x84, .. "webm"u8, .. list])), StringComparison.Ordinal);
        Assert.Empty(_stage.Model.Picture);
    }

    [FfmpegFact]
    public async Task VideoFaces_SoundOnly_SaysThatThereIsNoVideo()
    {
        string film = Films.Make("sound.mp4", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");

        Assert.Equal("The file has no video stream.", await _stage.ErrorAsync(film));
    }

    [FfmpegFact]
    public async Task VideoFaces_CutOffBeforeItsTable_SaysSo()
    {
        byte[] whole = await File.ReadAllBytesAsync(Films.Pattern("film.mp4", 2));

        Assert.Contains("cut off", await _stage.ErrorAsync(Films.Write("cut.mp4", whole[..(whole.Length / 2)])), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_HugeFrames_AreRefused()
    {
        string film = Films.Make("huge.avi", "-f", "lavfi", "-i", "color=c=red:s=10000x10000:r=1:d=1", "-c:v", "mjpeg");

        Assert.Contains("ARGUS_MAX_VIDEO_PIXELS", await _stage.ErrorAsync(film), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_FramesOfAHundredThousandSquared_AreRefused()
    {
        byte[] film = await File.ReadAllBytesAsync(Films.Make("film.avi", "-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=1", "-c:v", "rawvideo", "-pix_fmt", "yuv420p"));
        // Width and height in the header of the stream.
        int header = film.AsSpan().IndexOf("strf"u8) + 12;
        BinaryPrimitives.WriteInt32LittleEndian(film.AsSpan(header), 100_000);
        BinaryPrimitives.WriteInt32LittleEndian(film.AsSpan(header + 4), 100_000);

        Assert.Contains("ARGUS_MAX_VIDEO_PIXELS", await _stage.ErrorAsync(Films.Write("huge.avi", film)), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_AThousandFramesASecond_GivesThoseThatAreDue()
    {
        string film = Films.Make("bomb.mkv", "-f", "lavfi", "-i", "color=s=16x16:r=1000:d=25", "-c:v", "mjpeg");

        Assert.Equal(3, (int)(await _stage.ResultAsync(film, """, "interval": 10"""))["frames"]!);
    }

    [FfmpegFact]
    public async Task VideoFaces_NoFrames_SaysThatThereIsNoVideo()
    {
        string film = Films.Make("empty.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=1", "-t", "0", "-c:v", "libx264");

        Assert.Equal("The file has no video stream.", await _stage.ErrorAsync(film));
    }

    [FfmpegFact]
    public async Task VideoFaces_NameOfADashAndQuotes_IsNoMoreThanAName()
    {
        string film = Films.Pattern("-i 'x' $(y);.mp4", 1);

        Assert.Equal(1, (int)(await _stage.ResultAsync(film))["frames"]!);
    }

    [FfmpegFact]
    public async Task VideoFaces_SameFilmTwiceAtOnce_IsDoneTwice()
    {
        await using var stage = await VideoStage.StartAsync(o => o with { VideoWorkers = 2 });
        string film = stage.Films.Pattern("film.mp4", 2);
        var both = new Signal();
        int asked = 0;
        stage.Model.Before = (number, _) =>
        {
            // Each job asks two frames.
            asked = Math.Max(asked, number);
            both.Set();
            return both.UntilAsync(() => asked >= 4, TimeSpan.FromSeconds(30), () => $"{asked} of 4 frames were asked at once.");
        };

        var jobs = await Task.WhenAll(stage.EndAsync(await stage.CreateAsync(film)), stage.EndAsync(await stage.CreateAsync(film)));

        Assert.All(jobs, job => Assert.True(job.State == JobState.Completed, job.Error));
    }

    [FfmpegFact]
    public async Task VideoFaces_VectorThatNoStoreTakes_FailsAtOnce()
    {
        _stage.Model.Faces = _stage.Model.Faces with { Faces = [VideoStage.Face(0, 0, 0)] };

        Assert.Contains("cannot be compared or kept", await _stage.ErrorAsync(Films.Pattern("film.mp4", 1), """, "store": true"""), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_OnePixel_IsLookedAt()
    {
        string film = Films.Make("one.avi", "-f", "lavfi", "-i", "testsrc=s=16x16:r=5:d=1", "-vf", "scale=1:1", "-c:v", "mjpeg", "-pix_fmt", "yuvj444p");

        Assert.Equal(1, (int)(await _stage.ResultAsync(film))["frames"]!);
    }

    [FfmpegFact]
    public async Task VideoFaces_FramesThatTheModelRefuses_AreSkippedAndCounted()
    {
        _stage.Model.Before = (number, _) =>
        {
            _stage.Model.Refusal = number is 2 or 3 ? new Refusal(400, "The picture is broken.") : null;
            return Task.CompletedTask;
        };
        // One after the other: the refusal is meant for one of them.
        var result = await _stage.ResultAsync(Films.Pattern("film.webm", 2, 10, "-c:v", "libvpx"), """, "interval": 1, "max_frames": 100""");

        Assert.Equal((1, 1), ((int)result["frames"]!, (int)result["frames_skipped"]!));
        Assert.Equal("The picture is broken.", (string)Assert.Single(result["skip_reasons"]!.AsArray())!);
    }

    [FfmpegFact]
    public async Task VideoFaces_AllFramesRefused_Fails()
    {
        _stage.Model.Refusal = new Refusal(400, "The picture is broken.");

        Assert.Equal("Not one of 2 frames could be used: The picture is broken.", await _stage.ErrorAsync(Films.Pattern("film.mp4", 2)));
    }

    [FfmpegFact]
    public async Task VideoFaces_ModelWithoutThreshold_WantsOne()
    {
        _stage.Model.Threshold = null;
        string film = Films.Pattern("film.mp4", 1);

        Assert.Contains("name one as threshold", await _stage.ErrorAsync(film), StringComparison.Ordinal);
        Assert.Equal(0.7, (double)(await _stage.ResultAsync(film, """, "threshold": 0.7"""))["threshold"]!);
    }

    [FfmpegFact]
    public async Task VideoFaces_CollectionOfAnotherModel_FailsWithTheFirstFrame()
    {
        await _stage.Host.Vectors.EnsureAsync(new("face_embeddings", 3, "sha256:other"));

        Assert.Contains("sha256:other", await _stage.ErrorAsync(Films.Pattern("film.mp4", 9)), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_UnknownCoding_SaysWhatToDo()
    {
        string film = Films.Make("film.avi", "-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=1", "-c:v", "zmbv");

        Assert.Contains("Convert it, for example to H.264", await _stage.ErrorAsync(film), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task VideoFaces_MaxFrames_EndsEarlyAndSaysSo()
    {
        string film = Films.Pattern("film.mp4", 5);

        var few = await _stage.ResultAsync(film, """, "max_frames": 3""");
        var all = await _stage.ResultAsync(film, """, "max_frames": 5""");

        Assert.Equal((3, "max_frames (3) is reached."), ((int)few["frames"]!, (string)few["ended_early"]!));
        Assert.Equal((5, false), ((int)all["frames"]!, all.ContainsKey("ended_early")));
    }

    [Fact]
    public async Task VideoFaces_NoFfmpeg_FailsWithWhatToDoAndNothingElseSuffers()
    {
        await using var stage = await VideoStage.StartAsync(o => o with { Ffmpeg = "/nowhere/ffmpeg" });
        var health = JsonNode.Parse(await stage.Host.Http.GetStringAsync("/health"))!;
        string error = await stage.ErrorAsync(stage.Films.Write("film.mp4", [0, 0, 0, 16, .. "ftypisom\0\0\0\0"u8]));
        var picture = await MediaHost.UploadAsync(stage.Host.Http, MediaHost.Jpeg(100));
        using var answer = await stage.Host.Http.PostJsonAsync("/job/face_detection", $$"""{"media_store_id": {{picture["id"]}}}""");
        var job = await stage.EndAsync(Guid.Parse((string)(await answer.JsonAsync(201))["job_id"]!));

        Assert.Equal(("healthy", true), ((string)health["status"]!, ((string)health["trouble"]!).Contains("apt-get install ffmpeg", StringComparison.Ordinal)));
        Assert.Contains("apt-get install ffmpeg", error, StringComparison.Ordinal);
        Assert.Equal(JobState.Completed, job.State);
    }

    [Theory]
    [InlineData("interval", "0")]
    [InlineData("interval", "\"1\"")]
    [InlineData("interval", "1e999")]
    [InlineData("threshold", "1.5")]
    [InlineData("max_frames", "0")]
    [InlineData("max_frames", "1.5")]
    [InlineData("collection", "\"../x\"")]
    [InlineData("store", "\"yes\"")]
    public async Task Create_FieldOutOfRange_Is422AndNamesIt(string field, string value)
    {
        using var answer = await _stage.Host.Http.PostJsonAsync("/job/video_faces", $$"""{"media_store_id": 1, "{{field}}": {{value}}}""");

        Assert.Contains($"{field}: must be", (string)(await answer.JsonAsync(422))["detail"]!, StringComparison.Ordinal);
    }
}
