using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Running;

namespace Argus.Jobs.Tests.Media;

/// <summary>What tests do with a media store.</summary>
internal static class MediaHost
{
    /// <summary>The service with no other role.</summary>
    public static Task<JobsHost> StartAsync(long maxBytes = 1 << 20) => JobsHost.StartAsync(o => o with { Roles = JobsRoles.Media, MaxBytes = maxBytes });

    /// <summary>So many bytes that begin as a JPEG does; other seeds, other bytes.</summary>
    public static byte[] Jpeg(int length, int seed = 0)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        new byte[] { 0xFF, 0xD8, 0xFF }.CopyTo(bytes, 0);
        return bytes;
    }

    /// <summary>The form of an upload.</summary>
    public static MultipartFormDataContent Form(byte[]? file, string label = "my_image", string name = "image.jpg", string collection = "false")
    {
        var form = new MultipartFormDataContent { { new StringContent(collection), "is_collection" }, { new StringContent(label), "label" } };
        if (file is not null)
        {
            // A lie that is not believed.
            var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/html") } };
            form.Add(content, "file", name);
        }

        return form;
    }

    /// <summary>Uploads a picture.</summary>
    /// <returns>The answer's body.</returns>
    public static async Task<JsonObject> UploadAsync(HttpClient http, byte[] file, string label = "my_image", string name = "image.jpg")
    {
        using var form = Form(file, label, name);
        using var answer = await http.PostAsync(new Uri("/entity/", UriKind.Relative), form);
        Assert.Equal(201, (int)answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>A request that may have any header.</summary>
    public static async Task<HttpResponseMessage> AskAsync(HttpClient http, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }
}
