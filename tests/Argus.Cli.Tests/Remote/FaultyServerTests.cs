using System.Text.Json;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Cli.Tests.Remote;

/// <summary>The commands as a user runs them, against servers that misbehave.</summary>
public sealed class FaultyServerTests : IDisposable
{
    private const string Key = "sesame-0123456789";
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Environment { get; } = new() { ["ARGUS_PACK"] = "", ["ARGUS_SERVER"] = "", ["ARGUS_KEY"] = "" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Detect_KeyThatIsNotTaken_StopsAtOnceAndShowsItNowhere()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, 401, $"Bad: {http.Request.Headers.Authorization}"));
        Environment["ARGUS_KEY"] = Key;

        var result = await CommandRunner.ArgusAsync(Environment, ["detect", "--json", "--concurrency", "2", "--server", server.Address.ToString(), .. Pictures(50)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"Bearer {Key}", server.Requests[0].Headers["Authorization"]);
        Assert.InRange(server.Requests.Count, 1, 49);
        Assert.DoesNotContain(Key, result.Output + result.Error);
        Assert.Contains("argus: The server does not take this key", result.Error);
        Assert.Contains("50 of 50 pictures are left.", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Detect_AnswersOutOfOrder_ArePrintedInOrder()
    {
        var last = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async (http, n) =>
        {
            // Two are under way at once: the one that came first is answered last.
            if (n == 1)
                await last.Task;
            else
                last.TrySetResult();
            await FakeServer.WriteAsync(http, 200, Answers.Face());
        });
        string[] pictures = Pictures(2);

        var result = await CommandRunner.ArgusAsync(Environment, ["detect", "--json", "--server", server.Address.ToString(), .. pictures]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(pictures, result.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()!));
    }

    [Fact]
    public async Task Detect_BusyServer_IsWaitedFor()
    {
        await using var server = await FakeServer.StartAsync((http, n) => n == 1 ? FakeServer.RefuseAsync(http, 503, "Full.", "1") : FakeServer.WriteAsync(http, 200, Answers.Face()));

        var result = await CommandRunner.ArgusAsync(Environment, ["detect", "--server", server.Address.ToString(), .. Pictures(1)]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Trying again in 1 s.", result.Error);
        Assert.Contains("1 face, 64 x 48 pixels", result.Output);
    }

    [Fact]
    public async Task Detect_PictureThatCannotBeDrawn_StillShowsItsFacesAndExits1()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, Answers.Face()));

        var result = await CommandRunner.ArgusAsync(Environment, ["detect", "--draw", _folder.At("drawn"), "--server", server.Address.ToString(), .. Pictures(1)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("1 face, 64 x 48 pixels", result.Output);
        Assert.Contains("It is not drawn:", result.Error);
    }

    [Fact]
    public async Task Embed_CtrlC_Exits130AndLeavesNoFile()
    {
        await using var server = await FakeServer.StartAsync((http, n) => n == 1 ? FakeServer.WriteAsync(http, 200, Answers.Face()) : UntilGoneAsync(http));
        using var process = CommandRunner.Start(
            "/usr/bin/env",
            ["--default-signal=INT", "dotnet", CommandRunner.Cli, "embed", "--concurrency", "1", "--server", server.Address.ToString(), "--out", _folder.At("v.npy"), .. Pictures(2)],
            Environment);
        await server.UntilAskedAsync(2);

        await CommandRunner.RunAsync("kill", ["-INT", $"{process.Id}"], Environment);
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => Path.GetFileName(file).StartsWith("v.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Embed_ModelThatChangesMeanwhile_StopsAndWritesNothing()
    {
        await using var server = await FakeServer.StartAsync((http, n) => FakeServer.WriteAsync(http, 200, Answers.Face($"sha256:{n}")));

        var result = await CommandRunner.ArgusAsync(Environment, ["embed", "--concurrency", "1", "--out", _folder.At("v.csv"), "--server", server.Address.ToString(), .. Pictures(3)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The model changed meanwhile, from sha256:1 to sha256:2", result.Error);
        Assert.Contains("v.csv is not written", result.Error);
        Assert.False(File.Exists(_folder.At("v.csv")));
    }

    [Fact]
    public async Task Embed_PictureWithoutAFace_FailsUnlessAllWereAskedFor()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, Answers.NoFace));
        string[] arguments = ["embed", "--server", server.Address.ToString(), .. Pictures(1)];

        Assert.Equal(1, (await CommandRunner.ArgusAsync(Environment, arguments)).ExitCode);
        Assert.Equal(0, (await CommandRunner.ArgusAsync(Environment, [.. arguments, "--all"])).ExitCode);
        Assert.Equal(["/detect?max_faces=1&attributes=false", "/detect?attributes=false"], server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Verify_TwoPeople_Exits1()
    {
        const string answer = """{"similarity":0.1,"verified":false,"threshold":0.4,"face1":{"bbox":[1,2,3,4],"det_score":0.9},"face2":{"bbox":[1,2,3,4],"det_score":0.9},"processing_time_ms":1,"model_digest":"sha256:1"}""";
        string? threshold = null;
        await using var server = await FakeServer.StartAsync(async (http, _) =>
        {
            var form = await http.Request.ReadFormAsync();
            threshold = $"{form["threshold"]} {string.Join(' ', form.Files.Select(f => f.Name))}";
            await FakeServer.WriteAsync(http, 200, answer);
        });

        var result = await CommandRunner.ArgusAsync(Environment, ["verify", "--threshold", "0.25", "--server", server.Address.ToString(), .. Pictures(2)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Different people: similarity 0.100, threshold 0.400", result.Output);
        Assert.Equal("0.25 file1 file2", threshold);
    }

    [Fact]
    public async Task Verify_NoServer_Exits2()
    {
        var result = await CommandRunner.ArgusAsync(Environment, ["verify", "--server", "127.0.0.1:1", .. Pictures(2)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nothing listens there", result.Error);
    }

    [Theory]
    [InlineData("--key is for a server", "detect", "x.jpg", "--key", "k")]
    [InlineData("--timeout is for a server", "verify", "a.jpg", "b.jpg", "--timeout", "5")]
    [InlineData("--pack is for computing in this process", "detect", "x.jpg", "--server", "localhost", "--pack", "selftest")]
    [InlineData("--insecure is for https://", "detect", "x.jpg", "--server", "http://localhost", "--insecure")]
    [InlineData("Give either --ca or --insecure", "detect", "x.jpg", "--server", "localhost", "--insecure", "--ca", "x.pem")]
    [InlineData("The authorities cannot be read from 'none.pem': there is no such file.", "detect", "x.jpg", "--server", "localhost", "--ca", "none.pem")]
    [InlineData("'a b' is no address of a server", "embed", "x.jpg", "--server", "a b")]
    [InlineData("--timeout must be a number from 0.001 to 86400, not '0'.", "embed", "x.jpg", "--server", "localhost", "--timeout", "0")]
    [InlineData("--concurrency must be a number from 1 to 256, not '0'.", "embed", "x.jpg", "--server", "localhost", "--concurrency", "0")]
    [InlineData("--out must end in .jsonl, .csv or .npy, not 'v.txt'.", "embed", "x.jpg", "--out", "v.txt")]
    [InlineData("--all is about faces, --image about whole pictures", "embed", "x.jpg", "--image", "--all")]
    [InlineData("Required argument", "verify", "a.jpg")]
    public async Task Argus_OptionsThatContradict_AreRefusedInALine(string sentence, params string[] arguments)
    {
        var result = await CommandRunner.ArgusAsync(Environment, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"argus: {sentence}", result.Error);
        Assert.Empty(result.Output);
    }

    private string[] Pictures(int count)
    {
        string[] paths = [.. Enumerable.Range(0, count).Select(i => _folder.At($"{i:00}.jpg"))];
        foreach (string path in paths)
            File.WriteAllText(path, "The server does not look at it.");
        return paths;
    }

    private static async Task UntilGoneAsync(HttpContext http)
    {
        var end = new TaskCompletionSource();
        await using (http.RequestAborted.Register(end.SetResult))
            await end.Task;
    }
}
