using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Argus.Images.Tests.Dockerfiles;
using Argus.Testing;

namespace Argus.Images.Tests.Running;

[Collection(PublishedPrograms.Name)]
public sealed class ModelServerImageTests(PublishedProgram published)
{
    private const string Face = "models/selftest/face.png";
    private static readonly Dockerfile Cpu = Dockerfile.Read("images/model-server.cpu.Dockerfile");
    private static readonly string[] Folders = ["/app/models", "/var/cache/argus"];
    private static readonly Dictionary<string, string> Selftest = new() { ["ARGUS_PACK"] = "selftest" };

    [Fact]
    public async Task Run_FromAnEmptyFolderAsAnOrdinaryUser_FindsAFaceAndIsHealthy()
    {
        string program = published.Of(Cpu);
        await using var server = Contained.Start(Cpu, program, Selftest, Folders);
        await server.UntilAsync("Ready: pack selftest");

        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.Address}:8100") };
        var health = JsonNode.Parse(await http.GetStringAsync("/health"))!;
        Assert.Equal(("healthy", "CPUExecutionProvider"), ((string?)health["status"], (string?)health["onnx_providers"]![0]));

        var picture = new ByteArrayContent(File.ReadAllBytes(Path.Combine(TestData.Repository, Face)));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { picture, "file", "face.png" } };
        var answer = await http.PostAsync("/detect", form);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.Single(JsonNode.Parse(body)!["faces"]!.AsArray());

        await using var check = Contained.Start(Cpu, program, Selftest, [], ["--health"], server.Address);
        await check.EndAsync();
        Assert.True(check.ExitCode == 0, check.Output);

        await server.StopAsync();
        Assert.True(server.ExitCode == 0, server.Output);
        // All that it wrote lies in the folders that it was given.
        Assert.DoesNotContain("denied", server.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_TheVolumeBelongsToAnother_SaysWhereDownloadsGoAndServes()
    {
        await using var server = Contained.Start(Cpu, published.Of(Cpu), Selftest, ["/var/cache/argus"]);

        await server.UntilAsync("Ready: pack selftest");

        await server.UntilAsync("/app/models cannot be written");
    }

    [Fact]
    public async Task Health_NobodyListens_IsSaidAndExitIs1()
    {
        await using var check = Contained.Start(Cpu, published.Of(Cpu), [], [], ["--health"]);

        await check.EndAsync();

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("does not answer", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images/model-server.nvidia.Dockerfile", "The target Nvidia needs CUDAExecutionProvider")]
    [InlineData("images/model-server.amd.Dockerfile", "ONNX Runtime cannot be loaded from /opt/onnxruntime/libonnxruntime.so")]
    public async Task Run_TheVendorsLibrariesAreNotThere_SaysSoAndExitIs3(string path, string words)
    {
        var file = Dockerfile.Read(path);
        await using var server = Contained.Start(file, published.Of(file), Selftest, Folders);

        await server.EndAsync();

        Assert.Contains(words, server.Output, StringComparison.Ordinal);
        Assert.Equal(3, server.ExitCode);
    }

    [Fact]
    public void Published_HoldsPacksAndLibraries()
    {
        string program = published.Of(Cpu);

        Assert.All(
            Directory.GetFiles(Path.Combine(TestData.Repository, "models"), "*", SearchOption.AllDirectories),
            file => Assert.True(File.Exists(Path.Combine(program, Path.GetRelativePath(TestData.Repository, file))), file));
        Assert.All(["libonnxruntime.so", "libvips-cpp.so"], library => Assert.True(File.Exists(Path.Combine(program, library)), library));
        // Of a device they are only in the image for it.
        Assert.DoesNotContain(Directory.GetFiles(program), f => f.EndsWith("providers_cuda.so", StringComparison.Ordinal) || f.EndsWith("providers_tensorrt.so", StringComparison.Ordinal));
    }
}
