using System.Diagnostics;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Argus.Testing;

namespace Argus.Gateway.Tests.Auth;

/// <summary>The command line as a caller has it: by a gateway that asks for keys, to real models.</summary>
[Collection(InChromium.Name)]
public sealed class CommandLineTests(FaceServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestKeys _keys = new();
    private GatewayProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("alice", "argus_right");
        _keys.Put("bob", "argus_others", ("deployments", new JsonArray("ns/others")));
        _keys.Put("carol", "argus_paths", ("paths", new JsonArray("/embed")));
        _gateway = await GatewayProcess.StartAsync(Given.Deployment("faces"), server.Address, new Dictionary<string, string> { ["ARGUS_API_KEYS"] = _keys.Folder });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _keys.Dispose();
    }

    [Fact]
    public async Task All_WithTheRightKey_Answer()
    {
        var detect = await RunAsync("argus_right", "detect", "--json", FaceServer.Photo);
        var embed = await RunAsync("argus_right", "embed", "--json", FaceServer.Photo);
        var verify = await RunAsync("argus_right", "verify", FaceServer.Photo, FaceServer.Photo);

        Assert.Equal((0, 0, 0), (detect.ExitCode, embed.ExitCode, verify.ExitCode));
        Assert.NotEmpty(JsonNode.Parse(detect.Output)!["faces"]!.AsArray());
        Assert.Equal(128, (int)JsonNode.Parse(embed.Output)!["dimension"]!);
        Assert.Contains("The same person: similarity 1.000", verify.Output);
    }

    [Theory]
    [InlineData("argus_wrong", "The server does not take this key (401: The key is not known.).")]
    [InlineData(null, "The server asks for a key (401: A key is needed: Authorization: Bearer, or X-API-Key.). Give it with --key-file, --key or ARGUS_KEY.")]
    [InlineData("argus_others", "This key may not be used for POST /detect (403: This key is not for ns/faces; X-Argus-Deployment names another.).")]
    [InlineData("argus_paths", "This key may not be used for POST /detect (403: This key is not for /detect.).")]
    public async Task Detect_WithoutAKeyForIt_ExitsWithOneSentence(string? key, string sentence)
    {
        var detect = await RunAsync(key, "detect", FaceServer.Photo, FaceServer.Photo);
        var verify = await RunAsync(key, "verify", FaceServer.Photo, FaceServer.Photo);

        Assert.Equal((1, 2), (detect.ExitCode, verify.ExitCode));
        Assert.Contains(sentence, detect.Error);
        Assert.Contains(sentence.Replace("/detect", "/verify", StringComparison.Ordinal), verify.Error);
        Assert.Empty(verify.Output);
        Assert.DoesNotContain("argus_", detect.Error + verify.Error);
    }

    [Fact]
    public async Task Detect_DeploymentByName_IsAskedAndNoOther()
    {
        var there = await RunAsync("argus_right", "detect", "--deployment", "ns/faces", FaceServer.Photo);
        var nowhere = await RunAsync("argus_right", "detect", "--deployment", "ns/none", FaceServer.Photo);
        var nonsense = await RunAsync("argus_right", "detect", "--deployment", "a\r\nb: c", FaceServer.Photo);

        Assert.Equal((0, 1, 2), (there.ExitCode, nowhere.ExitCode, nonsense.ExitCode));
        Assert.Contains("No ModelDeployment 'ns/none' offers /detect here.", nowhere.Error);
        Assert.Contains("--deployment must be the name of a ModelDeployment", nonsense.Error);
    }

    // With nothing of the machine that it could take for a key or a server.
    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string? key, params string[] arguments)
    {
        string program = Path.Combine(TestData.Repository, "artifacts", "bin", "Argus.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "argus.dll");
        var start = new ProcessStartInfo("dotnet", [program, arguments[0], "--server", _gateway.Address.ToString(), .. key is null ? (string[])[] : ["--key", key], .. arguments[1..]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["ARGUS_KEY"], start.Environment["ARGUS_SERVER"]) = ("", "");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
