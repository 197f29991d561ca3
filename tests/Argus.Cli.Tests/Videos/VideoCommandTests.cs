using System.Text.Json;
using Argus.Cli.Tests.Jobs;
using Argus.Cli.Tests.Remote;
using Argus.Cli.Videos;
using Argus.Contracts.Jobs;
using Argus.Testing;

namespace Argus.Cli.Tests.Videos;

/// <summary>The command as a user runs it, against servers that answer as the document of the job service says.</summary>
public sealed class VideoCommandTests : IAsyncLifetime
{
    private const string Result =
        """{"frames":7,"frames_skipped":2,"skip_reasons":["The picture is \u001b[31mbroken."],"interval":1,"duration":9,"width":64,"height":48,"collection":"face_embeddings","threshold":0.4,"stored_in_vector_db":false,"track_count":2,"face_count":9,"detections":[],"tracks":[{"track_id":0,"start":0,"end":5.52,"frame_count":4,"best":{"time":1,"bbox":{"x":1,"y":2,"width":3,"height":4},"score":0.9,"quality":0.5},"mean_similarity":0.8,"tag":{"name":"jane","similarity":0.7123,"point_id":"0c6bb6cf-53b6-8f0c-a6f6-1f6f3a1b2c3d","media_store_id":12}},{"track_id":1,"start":61.25,"end":3700,"frame_count":2,"best":{"time":62,"bbox":{"x":1,"y":2,"width":3,"height":4},"score":0.9,"quality":0.5},"mean_similarity":1,"tag":null}]}""";

    private readonly TemporaryFolder _folder = new();
    private FakeJobService _service = null!;

    public async Task InitializeAsync()
    {
        _service = await FakeJobService.StartAsync();
        _service.End = _ => ("completed", null, Result);
        _folder.Write("film.mp4", [1, 2, 3]);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Video_OneFile_PrintsWhoIsSeenWhen()
    {
        var result = await RunAsync("--interval", "0.5", "--threshold", "0.6", "--max-frames", "9", "--store", "--collection", "creators", "--priority", "8", _folder.At("film.mp4"));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("""{"media_store_id":1,"priority":8,"interval":0.5,"threshold":0.6,"max_frames":9,"collection":"creators","store":true}""", Assert.Single(_service.Bodies).GetRawText());
        Assert.Equal("/job/video_faces", _service.JobRequests[0].Path);
        Assert.Equal(["film"], _service.Labels);
        Assert.Contains("2 tracks in 7 frames, 2 skipped", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"jane\s+0:00:00\.00\s+0:00:05\.52\s+4\s+0\.712\s+12", result.Output);
        Assert.Matches(@"\?\s+0:01:01\.25\s+1:01:40\.00\s+2", result.Output);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Video_Json_IsTheWholeJobOnALine()
    {
        var result = await RunAsync("--json", _folder.At("film.mp4"), "missing.mp4");

        Assert.Equal(1, result.ExitCode);
        var lines = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(7, lines[0].GetProperty("result").GetProperty("frames").GetInt32());
        Assert.Equal("There is no such file.", lines[1].GetProperty("error").GetString());
        Assert.Equal("""{"media_store_id":1}""", Assert.Single(_service.Bodies).GetRawText());
    }

    [Fact]
    public async Task Video_NameOfADashQuotesAndBrackets_IsNoMoreThanAName()
    {
        const string name = "-i [red]'x' \"y\".mp4";
        _folder.Write(name, [1, 2, 3]);

        var result = await RunAsync(_folder.At(name));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"{name}: 2 tracks", result.Output, StringComparison.Ordinal);
        Assert.Equal([name[..^4]], _service.Labels);
    }

    [Fact]
    public async Task Video_JobThatFails_SaysWhyAndExits1()
    {
        _service.End = _ => ("error", "The file has no video stream.", null);

        var result = await RunAsync(_folder.At("film.mp4"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The file has no video stream.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--interval", "0.001")]
    [InlineData("--threshold", "2")]
    [InlineData("--max-frames", "0")]
    public async Task Video_OptionOutOfRange_IsAUsageError(string option, string value) =>
        Assert.Equal(2, (await RunAsync(option, value, _folder.At("film.mp4"))).ExitCode);

    [Theory]
    [InlineData(JobState.Pending, null, null, "waiting")]
    [InlineData(JobState.Processing, null, null, "at work")]
    [InlineData(JobState.Processing, 3L, 10L, "3 of 10 frames")]
    [InlineData(JobState.Processing, 3L, null, "3 frames")]
    public void Words_OfAJob_SayHowFarItIs(JobState state, long? frames, long? total, string words) => Assert.Equal(
        words,
        VideoProgress.Words(new JobBody { JobId = Guid.Empty, TaskType = JobTasks.VideoFaces, MediaStoreId = 1, Status = state, Priority = 5, CreatedAt = 0, Progress = frames is { } done ? new(done, total) : null }));

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.ArgusAsync(Environment, ["video", "--media-store", _service.Media.ToString(), "--inference", _service.Jobs.ToString(), .. arguments]);

    private static Dictionary<string, string> Environment { get; } = new() { ["ARGUS_SERVER"] = "", ["ARGUS_KEY"] = "" };
}
