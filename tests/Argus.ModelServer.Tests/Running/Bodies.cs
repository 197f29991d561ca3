using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.ModelServer.Tests.Running;

/// <summary>Bodies of requests.</summary>
internal static class Bodies
{
    public static byte[] Face { get; } = File.ReadAllBytes(Path.Combine(RunningServer.SelftestFolder, "face.png"));

    public static string FaceBase64 { get; } = Convert.ToBase64String(Face);

    public static MultipartFormDataContent Multipart(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
            form.Add(Raw(content, "image/png"), name, name + ".png");
        return form;
    }

    public static ByteArrayContent Raw(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return body;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static StringContent Json(JsonNode json) => Json(json.ToJsonString());

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>Asserts that the answer is a problem with this status, and returns it.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        Assert.Equal("about:blank", (string?)problem["type"]);
        Assert.Equal(32, ((string?)problem["trace_id"])?.Length);
        return problem;
    }
}
