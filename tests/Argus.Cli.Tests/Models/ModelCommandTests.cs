using Argus.Cli.Models;
using Argus.Inference.Models;
using Argus.Testing;
using Spectre.Console;

namespace Argus.Cli.Tests.Models;

public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-test-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_NothingHere_NamesEveryPackAndWhatIsMissing()
    {
        Assert.Equal(0, await RunAsync("list"));

        string text = _output.ToString();
        Assert.All(PackCatalog.Shipped.Names, name => Assert.Contains(name, text));
        Assert.Contains("yunet_s_dynamic.onnx: missing", text);
        Assert.Contains("insightface-non-commercial (to be accepted)", text);
    }

    [Fact]
    public async Task Pull_LicenceNotAccepted_SaysWhatToPassAndFails()
    {
        Assert.Equal(1, await RunAsync("pull", "buffalo-sc"));

        Assert.Contains("--accept-license insightface-non-commercial", _error.ToString());
    }

    [Fact]
    public async Task Pull_LicenceAccepted_GoesOnToTheFiles()
    {
        string pack = Write("c.yaml", mustAccept: true);

        Assert.Equal(1, await RunAsync("pull", pack));
        Assert.Contains("has not been accepted", _error.ToString());
        Assert.Equal(0, await RunAsync("pull", pack, "--accept-license", "example-terms"));
        Assert.Contains("c is complete and verified: sha256:", _output.ToString());
    }

    [Theory]
    [InlineData("pull")]
    [InlineData("verify")]
    public async Task PullOrVerify_UnknownPack_IsAUsageError(string command)
    {
        Assert.Equal(2, await RunAsync(command, "nonsense"));

        Assert.Contains("nonsense: is neither a pack nor a file", _error.ToString());
    }

    [Fact]
    public async Task Verify_BadManifest_ReportsEveryViolationAsUsageError()
    {
        string path = Path.Combine(_folder, "bad.yaml");
        File.WriteAllText(path, "kind: Nonsense\n");

        Assert.Equal(2, await RunAsync("verify", path));

        Assert.True(_error.ToString().Split('\n').Length > 3, _error.ToString());
    }

    [Fact]
    public async Task Verify_ByteFlipped_FailsWithBothHashes()
    {
        string pack = Write("c.yaml", mustAccept: false);
        Assert.Equal(0, await RunAsync("verify", pack));

        File.WriteAllText(Path.Combine(_folder, "d.onnx"), "detectoR");

        Assert.Equal(1, await RunAsync("verify", pack));
        Assert.Contains($"expected sha256 {Hash("detector")}, found {Hash("detectoR")}", _error.ToString());
    }

    [Fact]
    public async Task Verify_FileMissing_FailsAndSaysHowToGetIt()
    {
        string pack = Write("c.yaml", mustAccept: false);
        File.Delete(Path.Combine(_folder, "d.onnx"));

        Assert.Equal(1, await RunAsync("verify", pack));
        Assert.Contains("argus model pull c", _error.ToString());
    }

    [DataFact]
    public async Task Pull_DefaultPackInASearchFolder_IsCompleteWithoutANetwork()
    {
        Assert.Equal(0, await RunAsync(new ModelStoreOptions { SearchPaths = [TestData.At("models")], CachePath = Path.Combine(_folder, "cache") }, "pull", PackCatalog.DefaultPack));

        Assert.Contains("mobilefacenet.onnx: ", _output.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void LineProgress_ManyReports_AreALineATenth()
    {
        var lines = new LineProgress(_output);

        for (int i = 0; i <= 1000; i++)
            lines.Report(new ModelProgress("f", i * 5000, 5_000_000, null));
        lines.Report(new ModelProgress("f", 0, 0, "again in 1 s"));

        string[] all = _output.ToString().TrimEnd().Split('\n');
        Assert.Equal(12, all.Length);
        Assert.Equal("f: 0 % of 5.0 MB", all[0]);
        Assert.Equal("f: 100 % of 5.0 MB", all[10]);
        Assert.Equal("f: again in 1 s", all[11]);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private string Write(string name, bool mustAccept)
    {
        File.WriteAllText(Path.Combine(_folder, "d.onnx"), "detector");
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, $$"""
            apiVersion: argus.dev/v1alpha1
            kind: ModelPack
            metadata: { name: {{Path.GetFileNameWithoutExtension(name)}} }
            spec:
              license: { id: example-terms, commercialUse: false, mustAccept: {{(mustAccept ? "true" : "false")}} }
              files:
                - name: d.onnx
                  role: detector
                  bytes: 8
                  sha256: {{Hash("detector")}}
                  output: { family: yunet }
            """);
        return path;
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(new ModelStoreOptions { CachePath = Path.Combine(_folder, "cache") }, args);

    private Task<int> RunAsync(ModelStoreOptions options, params string[] args)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        return ModelCommand.Create(PackCatalog.Shipped, options, console, _error).Parse(args).InvokeAsync();
    }
}
