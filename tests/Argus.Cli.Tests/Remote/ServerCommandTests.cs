using System.Text.Json;
using Argus.Testing;

namespace Argus.Cli.Tests.Remote;

/// <summary>The commands as a user runs them, against the real model server.</summary>
public sealed class ServerCommandTests(ModelServerRun server) : IClassFixture<ModelServerRun>
{
    private static readonly string Face = ModelServerRun.Face;

    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["ARGUS_MODEL_PATH"] = "",
        ["ARGUS_PACK"] = "",
        ["ARGUS_SERVER"] = "",
        ["ARGUS_KEY"] = "",
    };

    [Fact]
    public async Task Detect_ByServer_AnswersAsInThisProcess()
    {
        var here = await CommandRunner.ArgusAsync(Environment, "detect", "--json", "--pack", "selftest", Face);
        var there = await CommandRunner.ArgusAsync(Environment, "detect", "--json", "--server", server.Address, Face);

        Assert.Equal((0, 0), (here.ExitCode, there.ExitCode));
        Assert.Equal(WithoutTime(here.Lines), WithoutTime(there.Lines));
        Assert.Single(JsonDocument.Parse(there.Output).RootElement.GetProperty("faces").EnumerateArray());
        Assert.StartsWith("The pack selftest answers", there.Error);
    }

    [Fact]
    public async Task Detect_OldNameOfTheOption_IsTheServerToo()
    {
        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--inference", server.Address, "--timeout", "30", Face);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1 face,", result.Output);
    }

    [Fact]
    public async Task Detect_FolderWithBadPictures_GivesAllInOrderAndExits1()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("photos", "below"));
        File.Copy(Face, folder.At("photos", "a.png"));
        File.WriteAllText(folder.At("photos", "b.jpg"), "no picture");
        File.Copy(Face, folder.At("photos", "below", "c.png"));
        File.WriteAllText(folder.At("photos", "notes.txt"), "not sent");
        var environment = new Dictionary<string, string>(Environment) { ["ARGUS_SERVER"] = server.Address };

        var result = await CommandRunner.ArgusAsync(environment, "detect", "--json", "--draw", folder.At("drawn"), folder.At("photos"), "missing.jpg");

        Assert.Equal(1, result.ExitCode);
        var lines = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([folder.At("photos", "a.png"), folder.At("photos", "b.jpg"), folder.At("photos", "below", "c.png"), "missing.jpg"], lines.Select(l => l.GetProperty("file").GetString()!));
        Assert.Contains("400", lines[1].GetProperty("error").GetString());
        Assert.Equal("There is no such file.", lines[3].GetProperty("error").GetString());
        Assert.Contains("2 of 4 pictures failed.", result.Error);
        Assert.Equal(["a.png.png", "c.png.png"], Directory.GetFiles(folder.At("drawn")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Detect_ManyPicturesWithoutATerminal_ShowsHowFarItIs()
    {
        var result = await CommandRunner.ArgusAsync(Environment, ["detect", "--json", "--server", server.Address, .. Enumerable.Repeat(Face, 20)]);

        Assert.Equal((0, 20), (result.ExitCode, result.Lines.Length));
        Assert.Contains("2 of 20 pictures\n4 of 20 pictures\n", result.Error);
    }

    [Fact]
    public async Task Detect_PackTyped_WinsOverTheServerOfTheEnvironment()
    {
        var environment = new Dictionary<string, string>(Environment) { ["ARGUS_SERVER"] = "127.0.0.1:1" };

        var result = await CommandRunner.ArgusAsync(environment, "detect", "--pack", "selftest", Face);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Embed_ByServer_GivesTheVectorOfDetect()
    {
        var detected = await CommandRunner.ArgusAsync(Environment, "detect", "--json", "--server", server.Address, Face);
        var embedded = await CommandRunner.ArgusAsync(Environment, "embed", "--json", "--server", server.Address, Face);

        Assert.Equal(0, embedded.ExitCode);
        var line = JsonDocument.Parse(Assert.Single(embedded.Lines)).RootElement;
        Assert.Equal(["file", "face_index", "bbox", "det_score", "dimension", "embedding", "model_digest"], line.EnumerateObject().Select(p => p.Name));
        Assert.Equal(128, line.GetProperty("dimension").GetInt32());
        Assert.Equal(
            JsonDocument.Parse(detected.Output).RootElement.GetProperty("faces")[0].GetProperty("embedding").GetRawText(),
            line.GetProperty("embedding").GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Embed_WholePicture_ShowsOneVector(bool remote)
    {
        string[] who = remote ? ["--server", server.Address] : ["--pack", "selftest"];

        var result = await CommandRunner.ArgusAsync(Environment, ["embed", "--image", .. who, Face]);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"│\s+-\s+│\s+\d+\s+│\s+1\.000\s+│", result.Output);
        Assert.Contains("Model sha256:", result.Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verify_SameFace_Exits0(bool remote)
    {
        string[] who = remote ? ["--server", server.Address] : ["--pack", "selftest"];

        var result = await CommandRunner.ArgusAsync(Environment, ["verify", .. who, Face, Face]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The same person: similarity 1.000", result.Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verify_PictureThatIsNone_Exits2AndNamesIt(bool remote)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("none.jpg"), "no picture");
        string[] who = remote ? ["--server", server.Address] : ["--pack", "selftest"];

        var broken = await CommandRunner.ArgusAsync(Environment, ["verify", .. who, Face, folder.At("none.jpg")]);
        var missing = await CommandRunner.ArgusAsync(Environment, ["verify", .. who, folder.At("missing.jpg"), Face]);

        Assert.Equal((2, 2), (broken.ExitCode, missing.ExitCode));
        Assert.Contains(folder.At("none.jpg"), broken.Error);
        Assert.Contains($"{folder.At("missing.jpg")}: There is no such file.", missing.Error);
        Assert.Empty(broken.Output + missing.Output);
    }

    private static string[] WithoutTime(IEnumerable<string> lines) =>
        [.. lines.Select(line => string.Join(',', JsonDocument.Parse(line).RootElement.EnumerateObject().Where(p => p.Name != "processing_time_ms").Select(p => p.ToString())))];
}
