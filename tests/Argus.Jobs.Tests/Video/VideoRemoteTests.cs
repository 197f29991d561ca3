using System.Diagnostics;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Video;

/// <summary>The program itself with videos of another media store: told to end, killed, and on a disk without room.</summary>
public sealed class VideoRemoteTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _videos = new();
    private readonly Films _films = new();
    private readonly TaskCompletionSource _asked = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync();
        _platform.NumberOf = _ => 7;
        _platform.Detect = (_, http) =>
        {
            _asked.TrySetResult();
            return FakePlatform.HangAsync(http);
        };
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _films.Dispose();
        _videos.Dispose();
        _data.Dispose();
    }

    [FfmpegFact]
    public async Task Terminate_InTheMiddle_GivesTheJobBackAndLeavesNothing()
    {
        Give(_films.Pattern("film.mp4", 60));
        Guid id;
        await using (var first = Start())
        {
            id = await CreateAsync(first);
            await _asked.Task.WaitAsync(Patience);
            using var ffmpeg = FfmpegChild.Of(_videos.Path);
            await first.TerminateAsync();

            Assert.Equal(0, first.ExitCode);
            await ffmpeg.WaitForExitAsync().WaitAsync(Patience);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_videos.Path));
        await using (var store = SqliteJobStore.Open(_data.At("jobs.db"), new(), TimeProvider.System))
        {
            var job = (await store.GetAsync(id))!;
            Assert.Equal((JobState.Pending, 0), (job.State, job.Attempts));
        }

        await DoneByTheNextAsync(id);
    }

    [FfmpegFact]
    public async Task Kill9_InTheMiddle_LeavesAVideoThatTheNextDeletes()
    {
        Give(_films.Pattern("film.mp4", 60));
        Guid id;
        await using (var first = Start())
        {
            id = await CreateAsync(first);
            await _asked.Task.WaitAsync(Patience);
            using var ffmpeg = FfmpegChild.Of(_videos.Path);
            await first.KillAsync();
            await ffmpeg.WaitForExitAsync().WaitAsync(Patience);
        }

        string left = Assert.Single(Directory.GetDirectories(_videos.Path));
        Assert.True(File.Exists(Path.Combine(left, "1")));

        await DoneByTheNextAsync(id);
        Assert.False(Directory.Exists(left));
    }

    [FfmpegFact]
    public async Task Disk_WithoutRoom_PutsTheJobOffAndLeavesNothing()
    {
        Give(_films.Write("large.mp4", [.. await File.ReadAllBytesAsync(_films.Pattern("film.mp4", 2)), .. new byte[2_000_000]]));
        Guid id;
        await using (var first = Start(MediaKillTests.SmallDisk))
        {
            id = await CreateAsync(first);
            using var http = await MediaKillTests.ClientAsync(first);
            string events = "";
            using (var stream = new StreamReader(await http.GetStreamAsync($"/job/{id}/events")))
            {
                while (!events.Contains("ARGUS_VIDEO_FOLDER", StringComparison.Ordinal))
                    events += await stream.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException(events);
            }

            var job = JsonNode.Parse(await http.GetStringAsync($"/job/{id}"))!;
            Assert.NotEqual("error", (string)job["status"]!);
            Assert.DoesNotContain(Directory.GetFiles(_videos.Path, "*", SearchOption.AllDirectories), path => Path.GetFileName(path) != "lock");
            await first.TerminateAsync();
        }

        await DoneByTheNextAsync(id);
    }

    private void Give(string film)
    {
        byte[] bytes = File.ReadAllBytes(film);
        _platform.File = (_, http) => http.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static async Task<Guid> CreateAsync(ProgramRun program)
    {
        using var http = await MediaKillTests.ClientAsync(program);
        using var created = await http.PostJsonAsync("/job/video_faces", """{"media_store_id": 7, "interval": 1, "threshold": 0.5}""");
        return (Guid)(await created.JsonAsync(201))["job_id"]!;
    }

    private async Task DoneByTheNextAsync(Guid id)
    {
        _platform.Detect = (_, http) => FakePlatform.WriteFacesAsync(http, 1);
        await using var next = Start();
        using var http = await MediaKillTests.ClientAsync(next);
        // The stream of events ends with the job.
        await http.GetStringAsync($"/job/{id}/events").WaitAsync(Patience);
        var job = JsonNode.Parse(await http.GetStringAsync($"/job/{id}"))!;
        Assert.True((string)job["status"]! == "completed", job.ToJsonString());
        await next.TerminateAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_videos.Path));
        await using var store = SqliteJobStore.Open(_data.At("jobs.db"), new(), TimeProvider.System);
        Assert.Equal(1, (await store.GetAsync(id))!.Attempts);
    }

    private ProgramRun Start(string before = ":") => new(
        "Argus.Jobs",
        [],
        new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["ARGUS_ROLES"] = "api,worker",
            ["ARGUS_DATA"] = _data.Path,
            ["ARGUS_VIDEO_FOLDER"] = _videos.Path,
            ["MEDIA_STORE_URL"] = $"{_platform.Url}",
            ["ARGUS_INFERENCE_URL"] = $"{_platform.Url}",
            ["ML_SERVICE_TIMEOUT"] = "1800000",
            ["ARGUS_SHUTDOWN_TIMEOUT_MS"] = "500",
            ["ARGUS_JOB_LEASE_MS"] = "1000",
            ["ARGUS_JOB_RETRY_DELAY_MS"] = "50",
            ["AUTH_DISABLED"] = "true",
            ["LOG_LEVEL"] = "DEBUG",
        },
        before);
}
