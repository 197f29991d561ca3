using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Video;

/// <summary>Real photos as a video, the real model, the whole service.</summary>
public sealed class VideoWalkTests : IAsyncLifetime
{
    private readonly Films _films = new();
    private RealModel _model = null!;
    private JobsHost _host = null!;

    public async Task InitializeAsync()
    {
        if (DebianProgram.Ffmpeg.Missing is not null || TestData.Root is null)
            return;
        _model = await RealModel.StartAsync();
        _host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, Inference = _model.Url });
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_model is not null)
            await _model.DisposeAsync();
        _films.Dispose();
    }

    [FfmpegDataFact]
    public async Task VideoFaces_TwoPersonsInTurn_HasATrackEachWithItsNameAndTimes()
    {
        await KnowAsync("obama", "obama_2.jpg");
        await KnowAsync("biden", "obama_biden_two_people.jpg");
        string film = _films.Cuts("film.mp4", 4, "obama_1.jpg", "biden_1.jpg", "obama_1.jpg");

        var (job, result) = await RunAsync(film, """, "interval": 0.5""");

        Assert.True(job.State == JobState.Completed, job.Error);
        Assert.Equal((24, 0), ((int)result["frames"]!, (int)result["frames_skipped"]!));
        var tracks = result["tracks"]!.AsArray();
        Assert.Equal(["obama", "biden", "obama"], tracks.Select(t => (string?)t!["tag"]?["name"]));
        // The first frame at or after each half second, of 25 a second.
        Assert.Equal([(0, 3.52, 8), (4, 7.52, 8), (8, 11.52, 8)], tracks.Select(t => ((double)t!["start"]!, (double)t["end"]!, (int)t["frame_count"]!)));
        Assert.All(tracks, t => Assert.InRange((double)t!["mean_similarity"]!, 0.6, 1));
        Assert.All(tracks, t => Assert.InRange((double)t!["tag"]!["similarity"]!, 0.4, 1));
        Assert.Equal(0.4, (double)result["threshold"]!);
        var faces = result["detections"]!.AsArray();
        Assert.All(faces.Index(), f => Assert.InRange((double)f.Item!["time"]!, f.Index * 0.5, (f.Index * 0.5) + 0.04));
        // The picture grows and moves: so do the boxes.
        Assert.True((double)faces[7]!["bbox"]!["width"]! > (double)faces[0]!["bbox"]!["width"]!);
        Assert.Equal((24, 24), ((int)result["face_count"]!, job.Progress!.Total));
    }

    [FfmpegDataFact]
    public async Task VideoFaces_StoredTracks_AreFoundByTheNextVideoButNotByTheirOwn()
    {
        string film = _films.Cuts("film.mp4", 2, "obama_1.jpg");

        var (first, one) = await RunAsync(film, """, "store": true""");
        var (_, again) = await RunAsync(film, "");

        Assert.Equal(JobState.Completed, first.State);
        var track = Assert.Single(one["tracks"]!.AsArray())!;
        Assert.Null(track["tag"]);
        var tag = Assert.Single(again["tracks"]!.AsArray())!["tag"]!;
        Assert.Equal(((string)track["point_id"]!, first.MediaStoreId), ((string)tag["point_id"]!, (long)tag["media_store_id"]!));
    }

    [FfmpegDataFact]
    public async Task VideoFaces_DamagedInTheMiddle_SkipsThatAndGoesOn()
    {
        string film = _films.Cuts("film.mp4", 4, "obama_1.jpg", "biden_1.jpg");
        byte[] bytes = await File.ReadAllBytesAsync(film);
        new Random(3).NextBytes(bytes.AsSpan(bytes.Length * 4 / 10, bytes.Length / 6));

        var (job, result) = await RunAsync(_films.Write("bad.mp4", bytes), """, "interval": 0.04""");

        Assert.True(job.State == JobState.Completed, job.Error);
        int frames = (int)result["frames"]!, skipped = (int)result["frames_skipped"]!;
        Assert.InRange(skipped, 1, 80);
        Assert.InRange(frames, 120, 199);
        Assert.Contains("FFmpeg", (string)result["skip_reasons"]![0]!, StringComparison.Ordinal);
        Assert.InRange((double)result["detections"]!.AsArray()[^1]!["time"]!, 7.8, 8);
    }

    private async Task KnowAsync(string name, string photo)
    {
        var entity = await MediaHost.UploadAsync(_host.Http, await File.ReadAllBytesAsync(TestData.At("photos", photo)), name);
        var job = await CreateAsync("face_embedding", (long)entity["id"]!, "");
        Assert.Equal(JobState.Completed, (await EndAsync(job)).State);
        if (name == "biden")
            // The right one of the two; the left one goes.
            await ForgetLeftAsync((long)entity["id"]!);
    }

    private async Task ForgetLeftAsync(long media)
    {
        var faces = (await _host.Vectors.FindAsync("face_embeddings"))!;
        var points = (await _host.Vectors.ScrollAsync(faces, new(100))).Points.Where(p => p.Payload.MediaStoreId == media).ToList();
        await _host.Vectors.DeleteAsync(faces, [points.MinBy(p => p.Payload.Box!.Value.X)!.Id]);
    }

    private async Task<(Job Job, JsonObject Result)> RunAsync(string film, string more)
    {
        var entity = await MediaHost.UploadAsync(_host.Http, await File.ReadAllBytesAsync(film), "film", Path.GetFileName(film));
        Assert.Equal("video/mp4", (string)entity["mime_type"]!);
        var job = await EndAsync(await CreateAsync("video_faces", (long)entity["id"]!, more));
        return (job, job.Result is null ? [] : JsonNode.Parse(job.Result)!.AsObject());
    }

    private async Task<Guid> CreateAsync(string task, long media, string more)
    {
        using var answer = await _host.Http.PostJsonAsync($"/job/{task}", $$"""{"media_store_id": {{media}}{{more}}}""");
        return Guid.Parse((string)(await answer.JsonAsync(201))["job_id"]!);
    }

    private Task<Job> EndAsync(Guid id) => _host.UntilAsync(id, job => job.State is JobState.Completed or JobState.Error);
}
