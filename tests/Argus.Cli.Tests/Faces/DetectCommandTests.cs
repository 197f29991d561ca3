using System.Text.Json;
using Argus.Testing;

namespace Argus.Cli.Tests.Faces;

public sealed class DetectCommandTests
{
    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["ARGUS_MODEL_PATH"] = TestData.Root is null ? "" : TestData.At("models"),
        ["ARGUS_PACK"] = "",
    };

    [DataFact]
    public async Task Detect_Json_GivesOneFlatLineAFile()
    {
        string photo = TestData.At("photos", "t1.jpg");

        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--json", photo);

        Assert.Equal(0, result.ExitCode);
        using var line = JsonDocument.Parse(Assert.Single(result.Lines));
        Assert.Equal(
            ["file", "faces", "processing_time_ms", "image_width", "image_height", "orientation", "model_digest"],
            line.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(photo, line.RootElement.GetProperty("file").GetString());
        Assert.Equal((1280, 886), (line.RootElement.GetProperty("image_width").GetInt32(), line.RootElement.GetProperty("image_height").GetInt32()));
        var faces = line.RootElement.GetProperty("faces").EnumerateArray().ToArray();
        Assert.Equal(6, faces.Length);
        Assert.All(faces, face =>
        {
            Assert.Equal(4, face.GetProperty("bbox").GetArrayLength());
            Assert.Equal(5, face.GetProperty("landmarks").GetArrayLength());
            Assert.Equal(128, face.GetProperty("embedding").GetArrayLength());
            Assert.Equal(JsonValueKind.Null, face.GetProperty("age").ValueKind);
        });
    }

    [DataFact]
    public async Task Detect_BadFilesAmongGoodOnes_ReportsThemInOrderAndExits1()
    {
        string good = TestData.At("photos", "hopper.jpg");
        string truncated = TestData.At("photos", "malformed", "truncated.jpg");

        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--json", "missing.jpg", truncated, good);

        Assert.Equal(1, result.ExitCode);
        var lines = result.Lines.Select(text => JsonDocument.Parse(text).RootElement).ToArray();
        Assert.Equal(["missing.jpg", truncated, good], lines.Select(line => line.GetProperty("file").GetString()!));
        Assert.Equal([true, true, false], lines.Select(line => line.TryGetProperty("error", out _)));
        Assert.Equal(1, lines[2].GetProperty("faces").GetArrayLength());
    }

    [DataFact]
    public async Task Detect_MaxFacesAndDraw_KeepsTheLargestAndWritesThePicture()
    {
        using var folder = new TemporaryFolder();

        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--max-faces", "2", "--draw", folder.At("drawn"), TestData.At("photos", "t1.jpg"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("2 faces, 1280 x 886 pixels", result.Output);
        Assert.True(new FileInfo(folder.At("drawn", "t1.jpg.png")).Length > 100_000);
    }

    [DataFact]
    public async Task Detect_PackThatDemandsALicense_SaysHowToAcceptIt()
    {
        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--pack", "buffalo-s", TestData.At("photos", "t1.jpg"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--accept-license insightface-non-commercial", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Detect_UnknownPack_NamesThePacksThereAre()
    {
        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--pack", "nonsense", "x.jpg");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("yunet-mobilefacenet", result.Error);
    }

    [Theory]
    [InlineData("Required argument 'FILE' missing", "detect")]
    [InlineData("--profile must be fast or exact, not 'slow'.", "detect", "x.jpg", "--profile", "slow")]
    [InlineData("--threshold must be a number from 0 to 1, not 'NaN'.", "detect", "x.jpg", "--threshold", "NaN")]
    [InlineData("--max-faces must be a number from 0 to 1000000, not '-1'.", "detect", "x.jpg", "--max-faces", "-1")]
    [InlineData("'nonsense' is no command or option here.", "nonsense")]
    [InlineData("'more' is no command or option here.", "down", "more")]
    public async Task Argus_WrongArguments_SaysInALineWhatIsWrongAndExits2(string sentence, params string[] arguments)
    {
        var result = await CommandRunner.ArgusAsync(Environment, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"argus: {sentence}", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Detect_DrawingsWhereAFileLies_SaysSo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("taken"), "");

        var result = await CommandRunner.ArgusAsync(Environment, "detect", "--pack", "selftest", "--draw", folder.At("taken"), "x.jpg");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"argus: The folder '{folder.At("taken")}' cannot be made", result.Error);
    }

    [Fact]
    public async Task Detect_OutputThatNobodyReads_Ends()
    {
        string face = Path.Combine(TestData.Repository, "models", "selftest", "face.png");
        // So long a command line that ONNX Runtime would overflow a common stack while it starts.
        string files = string.Join(' ', Enumerable.Repeat($"'{face}'", 2000));

        var result = await CommandRunner.RunAsync("bash", ["-c", $"dotnet '{CommandRunner.Cli}' detect --json --pack selftest {files} | head -n 1; echo ${{PIPESTATUS[0]}}"], Environment);

        Assert.Equal("1", result.Lines[^1]);
        Assert.Equal(2, result.Lines.Length);
    }
}
