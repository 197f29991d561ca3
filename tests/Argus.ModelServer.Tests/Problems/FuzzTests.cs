using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Problems;

/// <summary>Mutated requests bring no 500 and no hang; ARGUS_SOAK makes many more of them.</summary>
[Collection(OnSharedServer.Name)]
public sealed class FuzzTests(SharedServer shared)
{
    private static readonly string[] Paths = ["/detect", "/extract-embedding", "/embed", "/embed/batch", "/embed/image", "/verify", "/v2/models/recognizer/infer", "/v2/models/detector/infer"];
    private static readonly string[] Types =
    [
        "image/png", "image/jpeg", "application/octet-stream", "application/json", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", "x", "application/problem+json",
    ];

    private static readonly byte[][] Seeds =
    [
        Bodies.Face,
        Pictures.Blank,
        Encoding.UTF8.GetBytes(new JsonObject { ["image"] = Bodies.FaceBase64, ["image_base64"] = Bodies.FaceBase64, ["normalize"] = true, ["images"] = new JsonArray(Bodies.FaceBase64, "QQ==") }.ToJsonString()),
        Encoding.UTF8.GetBytes($$"""{"image1":"{{Bodies.FaceBase64}}","image2":"data:image/png;base64,QUJD","threshold":0.5}"""),
        [.. "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"u8, .. Bodies.Face, .. "\r\n--b\r\nContent-Disposition: form-data; name=\"file1\"\r\n\r\nx\r\n--b--\r\n"u8],
        """{"id":"1","inputs":[{"name":"input","shape":[1,3,32,32],"datatype":"FP32","data":[[1,2,3.5],[-1e9]]}],"outputs":[{"name":"x","parameters":{"binary_data":true}}]}"""u8.ToArray(),
    ];

    [Fact]
    public async Task MutatedRequests_AreAnsweredOrRefused()
    {
        var random = new Random(20);
        int count = Environment.GetEnvironmentVariable("ARGUS_SOAK") is null ? 2_000 : 20_000;
        for (int i = 0; i < count; i++)
        {
            using var request = Mutate(random);
            using var response = await shared.Server.Http.SendAsync(request);
            string text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode < 500, $"request {i}: {(int)response.StatusCode} {text}");
            if (!response.IsSuccessStatusCode && response.Content.Headers.ContentLength > 0)
                Assert.Equal((int)response.StatusCode, (int)JsonNode.Parse(text)!["status"]!);
        }

        Assert.Equal(HttpStatusCode.OK, (await shared.Server.Http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"))).StatusCode);
        Assert.Equal(0, shared.Server.BodyBytes);
    }

    private static HttpRequestMessage Mutate(Random random)
    {
        byte[] body = [.. Seeds[random.Next(Seeds.Length)]];
        int changes = random.Next(8);
        for (int i = 0; i < changes && body.Length > 0; i++)
        {
            int at = random.Next(body.Length);
            switch (random.Next(4))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body = body[..at];
                    break;
                case 2:
                    body = [.. body[..at], .. body[(at + Math.Min(random.Next(64), body.Length - at))..]];
                    break;
                default:
                    body = [.. body[..at], .. body.AsSpan(random.Next(at + 1), Math.Min(32, body.Length - at)).ToArray(), .. body[at..]];
                    break;
            }
        }

        string query = random.Next(3) == 0 ? $"?max_faces={random.Next(-2, 5)}&threshold={random.NextDouble():F2}&embedding={(random.Next(2) == 0 ? "false" : "%00")}" : "";
        var request = new HttpRequestMessage(HttpMethod.Post, Paths[random.Next(Paths.Length)] + query) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Types[random.Next(Types.Length)]);
        if (random.Next(4) == 0)
            request.Content.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", $"{random.Next(-1, body.Length + 2)}");
        return request;
    }
}
