using Argus.Contracts.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Media;
using Argus.Jobs.Tests.Work;
using Argus.Testing;
using Argus.Testing.Messaging;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Video;

/// <summary>Videos of another media store, while they are here.</summary>
public sealed class VideoFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keep_TooLong_GivesNothingAndLeavesNothing()
    {
        using var videos = Open();

        Assert.Null(await videos.KeepAsync(new MemoryStream(new byte[300_000]), 299_999, () => { }, default));
        Assert.Empty(Videos());
        string kept = (await videos.KeepAsync(new MemoryStream(new byte[300_000]), 300_000, () => { }, default))!;
        Assert.Equal(300_000, new FileInfo(kept).Length);
    }

    [Fact]
    public async Task Prepare_AfterAProcessThatDied_DeletesItsVideosAndNobodyElses()
    {
        using var living = Open();
        string theirs = (await living.KeepAsync(new MemoryStream([1]), 10, () => { }, default))!;
        // As a killed process leaves it: a lock that nobody holds.
        _folder.Write("dead/lock", []);
        _folder.Write("dead/1", [1, 2, 3]);

        using (var next = Open())
        {
            next.Prepare();
            Assert.False(Directory.Exists(_folder.At("dead")));
        }

        Assert.Equal([theirs], Videos());
    }

    [Fact]
    public async Task Keep_FolderThatCannotBeMade_SaysWhatToDo()
    {
        _folder.Write("file", [1]);
        using var videos = new VideoFolder(new JobsOptions { VideoFolder = _folder.At("file", "below") });

        var error = await Assert.ThrowsAsync<VideoFolderException>(() => videos.KeepAsync(new MemoryStream([1]), 10, () => { }, default));

        Assert.Contains("ARGUS_VIDEO_FOLDER", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("#EXTM3U\nfile:///etc/passwd\n", "none of the videos that are taken")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n", "none of the videos that are taken")]
    public async Task VideoFaces_OfARemoteStoreThatGivesSomethingElse_FailsAndLeavesNothing(string file, string reason)
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { VideoFolder = _folder.Path, Ffmpeg = "sh" });
        stage.Platform.File = (_, http) => http.Response.WriteAsync(file);
        await stage.WorkAsync();

        var job = await stage.DoAsync(7, JobTasks.VideoFaces);

        Assert.Equal((JobState.Error, 1), (job.State, job.Attempts));
        Assert.Contains(reason, job.Error, StringComparison.Ordinal);
        Assert.Empty(Videos());
    }

    [Fact]
    public async Task VideoFaces_OfARemoteStoreThatGivesTooMuch_FailsAndLeavesNothing()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { VideoFolder = _folder.Path, MaxVideoBytes = 1000, Ffmpeg = "sh" });
        stage.Platform.File = async (_, http) =>
        {
            // In two pieces: its length is not told before.
            await http.Response.Body.WriteAsync(new byte[600]);
            await http.Response.Body.FlushAsync();
            await http.Response.Body.WriteAsync(new byte[600]);
        };
        await stage.WorkAsync();

        var job = await stage.DoAsync(7, JobTasks.VideoFaces);

        Assert.Contains("ARGUS_MAX_VIDEO_BYTES", job.Error, StringComparison.Ordinal);
        Assert.Empty(Videos());
    }

    [FfmpegFact]
    public async Task VideoFaces_OfARemoteStore_IsDoneAndLeavesNothing()
    {
        using var films = new Films();
        byte[] film = await File.ReadAllBytesAsync(films.Pattern("film.mp4", 1));
        await using var stage = await WorkStage.OpenAsync(o => o with { VideoFolder = _folder.Path });
        stage.Platform.File = async (_, http) => await http.Response.Body.WriteAsync(film);
        stage.Platform.NumberOf = _ => 7;
        await stage.WorkAsync();
        var job = await stage.CreateVideoAsync(7, new() { Threshold = 0.5 });

        var ended = await stage.UntilAsync(job.Id, JobState.Completed, JobState.Error);

        Assert.True(ended.State == JobState.Completed, ended.Error);
        Assert.Empty(Videos());
    }

    private VideoFolder Open() => new(new JobsOptions { VideoFolder = _folder.Path });

    private IEnumerable<string> Videos() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock");
}
