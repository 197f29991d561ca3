using System.Text;
using System.Text.Json.Nodes;

namespace Argus.Jobs.Tests.Running;

/// <summary>Asking, and reading the answer.</summary>
internal static class Http
{
    /// <summary>Posts JSON text, or what is none.</summary>
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient http, string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return http.SendAsync(request);
    }

    /// <summary>The body, which must be a JSON object.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer) => (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>The body, a JSON object, where the status is right; else the test ends and tells the body.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer, int status)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {body}");
        if (status >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (JsonObject)JsonNode.Parse(body)!;
    }
}
