using System.Text.Json;
using Argus.Cli.Tests.Remote;
using Argus.Testing;

namespace Argus.Cli.Tests.Jobs;

/// <summary>The command as a user runs it, against servers that answer as the document of the job service says.</summary>
public sealed class JobCommandTests : IAsyncLifetime
{
    private static readonly string Face = ModelServerRun.Face;
    private FakeJobService _service = null!;

    private static Dictionary<string, string> Environment { get; } = new() { ["ARGUS_SERVER"] = "", ["ARGUS_KEY"] = "" };

    public async Task InitializeAsync() => _service = await FakeJobService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Detect_OnePicture_PrintsItsResult()
    {
        var result = await RunAsync("detect", "--priority", "8", Face);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(1, JsonDocument.Parse(result.Output).RootElement.GetProperty("of").GetInt64());
        Assert.Equal(["face"], _service.Labels);
        Assert.Equal("""{"media_store_id":1,"priority":8}""", Assert.Single(_service.Bodies).GetRawText());
        Assert.Equal("/job/face_detection", _service.JobRequests[0].Path);
    }

    [Theory]
    [InlineData("/job/image_embedding")]
    [InlineData("/job/face_embedding", "--faces")]
    public async Task Embed_OnePicture_AsksForTheTask(string path, params string[] options)
    {
        Assert.Equal(0, (await RunAsync(["embed", .. options, Face])).ExitCode);
        Assert.Equal(path, _service.JobRequests[0].Path);
    }

    [Fact]
    public async Task Detect_FolderWithTrouble_GivesLinesInOrderAndExits1()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["a.png", "b.png", "c.png"])
            File.Copy(Face, folder.At(name));
        _service.End = id => id == 2 ? ("error", "The picture is \u001b[31mred.", null) : ("completed", null, """{"face_count":1}""");

        var result = await RunAsync("detect", "--concurrency", "1", folder.Path, "missing.png");

        Assert.Equal(1, result.ExitCode);
        var lines = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([folder.At("a.png"), folder.At("b.png"), folder.At("c.png"), "missing.png"], lines.Select(l => l.GetProperty("file").GetString()!));
        Assert.Equal(["completed", "error", "completed"], lines[..3].Select(l => l.GetProperty("status").GetString()!));
        Assert.Equal("There is no such file.", lines[3].GetProperty("error").GetString());
        Assert.Contains("2 of 4 pictures failed.", result.Error);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Detect_ResultNotDelivered_IsPrintedAndTold()
    {
        _service.End = _ => ("sync_failed", "the media store is away", """{"face_count":3}""");

        var result = await RunAsync("detect", Face);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"face_count\": 3", result.Output);
        Assert.Contains("has not taken the result yet", result.Error);
    }

    [Fact]
    public async Task Detect_AnswerToTheCreationIsLost_AsksAgainWithTheSameKey()
    {
        _service.BeforeCreation = (http, number) => number == 1 ? FakeServer.CutAsync(http) : null;

        Assert.Equal(0, (await RunAsync("detect", Face)).ExitCode);

        string[] keys = [.. _service.JobRequests.Where(r => r.Headers.ContainsKey("Idempotency-Key")).Select(r => r.Headers["Idempotency-Key"])];
        Assert.Equal(2, keys.Length);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task Detect_WithAKey_ShowsItToTheJobServiceOnly()
    {
        Assert.Equal(0, (await RunAsync("detect", "--key", "hush", Face)).ExitCode);

        Assert.All(_service.JobRequests, r => Assert.Equal("Bearer hush", r.Headers["Authorization"]));
        Assert.All(_service.MediaRequests, r => Assert.False(r.Headers.ContainsKey("Authorization")));
    }

    [Theory]
    [InlineData(2, "--media-store", "ftp://x", "media")]
    [InlineData(2, "--priority", "11", "priority")]
    [InlineData(1, "--inference", "localhost:1", "cannot be reached")]
    public async Task Detect_CalledWrongly_SaysWhy(int exit, string option, string value, string word)
    {
        string[] media = option == "--media-store" ? [] : ["--media-store", _service.Media.ToString()];
        var result = await CommandRunner.ArgusAsync(Environment, ["job", "detect", .. media, option, value, Face]);

        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(word, result.Error);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.ArgusAsync(Environment, ["job", .. arguments, "--media-store", _service.Media.ToString(), "--inference", _service.Jobs.ToString()]);
}
