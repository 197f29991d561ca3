using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.OpenInference;

[Collection(OnSharedServer.Name)]
public sealed class MetadataTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Server_AnswersNameVersionAndExtensions()
    {
        var body = await (await _http.GetAsync("/v2")).JsonAsync();
        Assert.Equal("argus", (string)body["name"]!);
        Assert.Equal("0.1.0", (string)body["version"]!);
        Assert.Equal(["binary_tensor_data"], body["extensions"]!.AsArray().Select(e => (string)e!));
    }

    [Theory]
    [InlineData("detector")]
    [InlineData("recognizer")]
    [InlineData("attributes")]
    [InlineData("image-encoder")]
    [InlineData("encoder")]
    public async Task Model_ByFileOrRole_AnswersItsTensors(string name)
    {
        foreach (string path in (string[])[$"/v2/models/{name}", $"/v2/models/{name}/versions/1"])
        {
            var body = await (await _http.GetAsync(path)).JsonAsync();
            Assert.Equal(["1"], body["versions"]!.AsArray().Select(v => (string)v!));
            Assert.Equal("onnxruntime_onnx", (string)body["platform"]!);
            Assert.All((IEnumerable<JsonNode?>)[.. body["inputs"]!.AsArray(), .. body["outputs"]!.AsArray()], tensor =>
            {
                Assert.NotEmpty((string)tensor!["name"]!);
                Assert.Equal("FP32", (string)tensor["datatype"]!);
                Assert.NotEmpty(tensor["shape"]!.AsArray());
            });
            Assert.Equal("selftest", (string)body["properties"]!["pack"]!);
        }
    }

    [Theory]
    [InlineData("/v2/models/nothing")]
    [InlineData("/v2/models/nothing/ready")]
    [InlineData("/v2/models/detector/versions/2")]
    [InlineData("/v2/models/detector/versions/2/ready")]
    public async Task Model_Unknown_Is404WithTheProtocolsError(string path)
    {
        var problem = await (await _http.GetAsync(path)).ProblemAsync(404);
        Assert.Equal((string)problem["detail"]!, (string)problem["error"]!);
    }

    [Theory]
    [InlineData("/v2/models/recognizer/ready")]
    [InlineData("/v2/models/recognizer/versions/1/ready")]
    public async Task Model_Ready_SaysSo(string path) =>
        Assert.True((bool)(await (await _http.GetAsync(path)).JsonAsync())["ready"]!);
}
