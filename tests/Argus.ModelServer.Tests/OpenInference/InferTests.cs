using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Inference.Sessions;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.OpenInference;

[Collection(OnSharedServer.Name)]
public sealed class InferTests(SharedServer shared)
{
    private const int Values = 3 * 112 * 112;
    private static readonly float[] Crop = MakeCrop();
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Infer_Json_AnswersWhatTheGraphComputes()
    {
        var body = await OkAsync(Request(data: Crop));
        Assert.Equal("recognizer", (string)body["model_name"]!);
        Assert.Equal("42", (string)body["id"]!);
        Assert.StartsWith("sha256:", (string)body["parameters"]!["model_digest"]!);
        var output = Assert.Single(body["outputs"]!.AsArray())!;
        Assert.Equal([1, 128], output["shape"]!.AsArray().Select(d => (int)d!));
        Assert.Equal("FP32", (string)output["datatype"]!);
        float[] expected = Direct();
        Assert.Equal(expected, output["data"]!.AsArray().Select(v => (float)v!));
    }

    [Fact]
    public async Task Infer_NestedJson_IsTheSameTensor()
    {
        string nested = JsonSerializer.Serialize(new[] { Crop.Chunk(112 * 112).Select(plane => plane.Chunk(112)) });
        string json = Request().ToJsonString();
        json = json.Replace("\"data\":[]", "\"data\":" + nested);
        var body = await OkAsync(Bodies.Json(json));
        Assert.Equal(Direct(), body["outputs"]![0]!["data"]!.AsArray().Select(v => (float)v!));
    }

    [Fact]
    public async Task Infer_BinaryInAndOut_IsTheSameTensor()
    {
        var request = Request(binary: 4 * Values);
        request["parameters"] = new JsonObject { ["binary_data_output"] = true };
        var response = await _http.PostAsync("/v2/models/recognizer/infer", Binary(request, MemoryMarshal.AsBytes(Crop.AsSpan()).ToArray()));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        int length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
        var output = JsonNode.Parse(body.AsSpan(0, length))!["outputs"]![0]!;
        Assert.Equal(4 * 128, (int)output["parameters"]!["binary_data_size"]!);
        Assert.Null(output["data"]);
        Assert.Equal(Direct(), MemoryMarshal.Cast<byte, float>(body.AsSpan(length)).ToArray());
    }

    [Fact]
    public async Task Infer_WantedOutputs_ComeAloneEachInItsForm()
    {
        var request = new JsonObject
        {
            ["inputs"] = new JsonArray(Input(await InputNameAsync("detector"), [1, 3, 32, 32], new float[3 * 32 * 32])),
        };
        var outputs = (await (await _http.GetAsync("/v2/models/detector")).JsonAsync())["outputs"]!.AsArray().Select(o => (string)o!["name"]!).ToArray();
        Assert.Equal(9, outputs.Length);
        request["outputs"] = new JsonArray(
            new JsonObject { ["name"] = outputs[3], ["parameters"] = new JsonObject { ["binary_data"] = true } },
            new JsonObject { ["name"] = outputs[0] });
        var response = await _http.PostAsync("/v2/models/detector/infer", Bodies.Json(request));
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        int length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
        var answered = JsonNode.Parse(body.AsSpan(0, length))!["outputs"]!.AsArray();
        Assert.Equal([outputs[0], outputs[3]], answered.Select(o => (string)o!["name"]!));
        Assert.Equal(body.Length - length, (int)answered.Single(o => (string)o!["name"]! == outputs[3])!["parameters"]!["binary_data_size"]!);
        Assert.NotNull(answered.Single(o => (string)o!["name"]! == outputs[0])!["data"]);
    }

    public static TheoryData<string, string> BadRequests => new()
    {
        { "not JSON", "{" },
        { "no inputs", "{}" },
        { "empty inputs", """{"inputs":[]}""" },
        { "a list", "[]" },
        { "an input without shape", """{"inputs":[{"name":"INPUT","datatype":"FP32","data":[1]}]}""" },
        { "text for a shape", """{"inputs":[{"name":"INPUT","shape":"1","datatype":"FP32","data":[1]}]}""" },
        { "an unknown input", """{"inputs":[{"name":"other","shape":[1,3,112,112],"datatype":"FP32","data":[1]}]}""" },
        { "a wrong datatype", """{"inputs":[{"name":"INPUT","shape":[1,3,112,112],"datatype":"INT64","data":[1]}]}""" },
        { "a wrong rank", """{"inputs":[{"name":"INPUT","shape":[3,112,112],"datatype":"FP32","data":[1]}]}""" },
        { "a wrong size", """{"inputs":[{"name":"INPUT","shape":[1,3,111,112],"datatype":"FP32","data":[1]}]}""" },
        { "no rows", """{"inputs":[{"name":"INPUT","shape":[0,3,112,112],"datatype":"FP32","data":[]}]}""" },
        { "negative rows", """{"inputs":[{"name":"INPUT","shape":[-1,3,112,112],"datatype":"FP32","data":[]}]}""" },
        { "too many rows", """{"inputs":[{"name":"INPUT","shape":[65,3,112,112],"datatype":"FP32","data":[1]}]}""" },
        { "overflowing shape", """{"inputs":[{"name":"INPUT","shape":[9223372036854775807,3,112,112],"datatype":"FP32","data":[1]}]}""" },
        { "too few values", """{"inputs":[{"name":"INPUT","shape":[1,3,112,112],"datatype":"FP32","data":[1,2]}]}""" },
        { "neither data nor bytes", """{"inputs":[{"name":"INPUT","shape":[1,3,112,112],"datatype":"FP32"}]}""" },
        { "bytes that are not there", """{"inputs":[{"name":"INPUT","shape":[1,3,112,112],"datatype":"FP32","parameters":{"binary_data_size":150528}}]}""" },
        { "a negative size", """{"inputs":[{"name":"INPUT","shape":[1,3,112,112],"datatype":"FP32","parameters":{"binary_data_size":-4}}]}""" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Infer_BadRequest_Is400WithTheProtocolsError(string what, string json)
    {
        Assert.NotEmpty(what);
        json = json.Replace("INPUT", await InputNameAsync("recognizer"));
        var problem = await (await _http.PostAsync("/v2/models/recognizer/infer", Bodies.Json(json))).ProblemAsync(400);
        Assert.Equal((string)problem["detail"]!, (string)problem["error"]!);
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Infer_ValueOfAnotherKind_Is400(string value)
    {
        string json = Request(data: Crop).ToJsonString().Replace("\"data\":[", $"\"data\":[{value},");
        await (await _http.PostAsync("/v2/models/recognizer/infer", Bodies.Json(json))).ProblemAsync(400);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("999999999")]
    public async Task Infer_WrongHeaderLength_Is400(string length)
    {
        var content = Bodies.Json(Request(data: Crop));
        content.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", length);
        await (await _http.PostAsync("/v2/models/recognizer/infer", content)).ProblemAsync(400);
    }

    [Fact]
    public async Task Infer_UnknownOutputOrDoubleInput_Is400()
    {
        var request = Request(data: Crop);
        request["outputs"] = new JsonArray(new JsonObject { ["name"] = "nothing" });
        await (await _http.PostAsync("/v2/models/recognizer/infer", Bodies.Json(request))).ProblemAsync(400);
        var twice = Request(data: Crop);
        twice["inputs"]!.AsArray().Add(twice["inputs"]![0]!.DeepClone());
        await (await _http.PostAsync("/v2/models/recognizer/infer", Bodies.Json(twice))).ProblemAsync(400);
    }

    [Fact]
    public async Task Infer_SizeTheGraphCannotTake_Is400()
    {
        var request = new JsonObject { ["inputs"] = new JsonArray(Input(await InputNameAsync("detector"), [1, 3, 1, 1], new float[3])) };
        await (await _http.PostAsync("/v2/models/detector/infer", Bodies.Json(request))).ProblemAsync(400);
    }

    [Fact]
    public async Task Infer_NotANumberOut_Is400InJsonAndCarriedAsBytes()
    {
        float[] poison = [.. Crop];
        Array.Fill(poison, float.NaN);
        byte[] bytes = MemoryMarshal.AsBytes(poison.AsSpan()).ToArray();
        await (await _http.PostAsync("/v2/models/recognizer/infer", Binary(Request(binary: bytes.Length), bytes))).ProblemAsync(400);
        var request = Request(binary: bytes.Length);
        request["parameters"] = new JsonObject { ["binary_data_output"] = true };
        Assert.True((await _http.PostAsync("/v2/models/recognizer/infer", Binary(request, bytes))).IsSuccessStatusCode);
    }

    private static float[] MakeCrop()
    {
        var random = new Random(3);
        float[] crop = new float[Values];
        for (int i = 0; i < crop.Length; i++)
            crop[i] = random.NextSingle() * 2 - 1;
        return crop;
    }

    private float[] Direct()
    {
        var session = shared.Server.Models.State.Models!.Graphs["recognizer"].Session;
        using var input = FloatPool.Shared.Rent(Values);
        Crop.CopyTo(input.Span(Values));
        using var outputs = session.Run(input, [1, 3, 112, 112]);
        return outputs.Floats(0).ToArray();
    }

    private async Task<string> InputNameAsync(string model) => (string)(await (await _http.GetAsync("/v2/models/" + model)).JsonAsync())["inputs"]![0]!["name"]!;

    private JsonObject Request(float[]? data = null, int? binary = null)
    {
        string name = shared.Server.Models.State.Models!.Graphs["recognizer"].Session.Inputs[0].Name;
        var input = Input(name, [1, 3, 112, 112], data ?? []);
        if (binary is not null)
        {
            input.Remove("data");
            input["parameters"] = new JsonObject { ["binary_data_size"] = binary };
        }

        return new JsonObject { ["id"] = "42", ["inputs"] = new JsonArray(input) };
    }

    private static JsonObject Input(string name, int[] shape, float[] data) => new()
    {
        ["name"] = name,
        ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
        ["datatype"] = "FP32",
        ["data"] = new JsonArray([.. data.Select(v => (JsonNode)v)]),
    };

    private static ByteArrayContent Binary(JsonObject request, byte[] tensors)
    {
        byte[] json = Encoding.UTF8.GetBytes(request.ToJsonString());
        var content = new ByteArrayContent([.. json, .. tensors]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        return content;
    }

    private Task<JsonNode> OkAsync(JsonObject request) => OkAsync(Bodies.Json(request));

    private async Task<JsonNode> OkAsync(HttpContent content)
    {
        var response = await _http.PostAsync("/v2/models/recognizer/infer", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }
}
