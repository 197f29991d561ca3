using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Fakes;

/// <summary>A media store and a model server on one port of loopback. Both do well until a test tells them otherwise; a picture's file is its number, so that the model knows it too.</summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    public const string Digest = "sha256:aa";
    private readonly WebApplication _app;

    private FakePlatform(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>All that was asked, in order.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>The number of the picture whose bytes came to the model.</summary>
    public Func<byte[], long> NumberOf { get; set; } = picture => long.Parse(Encoding.Latin1.GetString(picture).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Answers GET /entity/{id}/file.</summary>
    public Func<long, HttpContext, Task> File { get; set; } = (id, http) => http.Response.WriteAsync($"picture {id}");

    /// <summary>Answers POST /entity/{id}/results.</summary>
    public Func<long, HttpContext, Task> Results { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Answers POST /embed/image.</summary>
    public Func<long, HttpContext, Task> Embed { get; set; } = (id, http) => WriteVectorAsync(http, id);

    /// <summary>Answers POST /detect.</summary>
    public Func<long, HttpContext, Task> Detect { get; set; } = (_, http) => WriteFacesAsync(http, 1);

    public static async Task<FakePlatform> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var platform = new FakePlatform(builder.Build());
        platform._app.Run(platform.AnswerAsync);
        await platform._app.StartAsync();
        return platform;
    }

    public static Task WriteVectorAsync(HttpContext http, long id, string digest = Digest) => http.Response.WriteAsJsonAsync(
        new ImageEmbeddingResponse { Embedding = [1, id, 0, 0], Dimension = 4, ProcessingTimeMs = 1, ModelDigest = digest },
        ContractsJson.Default.ImageEmbeddingResponse);

    /// <summary>So many faces, each with a box of 150 by 200, and with vectors where they are asked for.</summary>
    public static Task WriteFacesAsync(HttpContext http, int count, string digest = Digest, Func<int, float[]>? vector = null)
    {
        vector ??= i => [1, i, 0, 0];
        bool vectors = http.Request.Query["embedding"] != "false";
        var faces = Enumerable.Range(0, count).Select(i => new FaceBody
        {
            Bbox = [100.5f, 200.3f, 250.5f, 400.3f],
            Embedding = vectors ? vector(i) : null,
            DetScore = 0.95f - (0.1f * i),
            Landmarks = [[120, 220], [140, 220.2f], [130, 240], [110, 250], [150, 250]],
        });
        return http.Response.WriteAsJsonAsync(
            new DetectResponse { Faces = [.. faces], ProcessingTimeMs = 1, ImageWidth = 640, ImageHeight = 480, Orientation = 1, ModelDigest = digest },
            ContractsJson.Default.DetectResponse);
    }

    /// <summary>Answers with a status, and the detail of a problem.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string? detail = null, string? retryAfter = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        return detail is null ? Task.CompletedTask : http.Response.WriteAsync($$"""{"detail":"{{detail}}"}""");
    }

    /// <summary>Answers never: ends when the caller hangs up.</summary>
    public static Task HangAsync(HttpContext http)
    {
        var ended = new TaskCompletionSource();
        http.RequestAborted.Register(ended.SetResult);
        return ended.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        string path = http.Request.Path.Value!;
        long id = path.StartsWith("/entity/", StringComparison.Ordinal) ? long.Parse(path.Split('/')[2], CultureInfo.InvariantCulture) : NumberOf(body.ToArray());
        // Copies: the server uses its own again.
        Calls.Enqueue(new FakeCall(http.Request.Method, path + http.Request.QueryString, id, Encoding.UTF8.GetString(body.ToArray()), new HeaderDictionary(http.Request.Headers.ToDictionary())));
        await (path switch
        {
            "/embed/image" => Embed(id, http),
            "/detect" => Detect(id, http),
            _ when path.EndsWith("/file", StringComparison.Ordinal) => File(id, http),
            _ => Results(id, http),
        });
    }
}
