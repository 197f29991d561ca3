using System.Globalization;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Contracts.Score;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Running;

/// <summary>A model server that answers what a test says, over the wire.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private FakeModel(WebApplication app)
    {
        _app = app;
        app.MapPost("/embed/image", async http => await AnswerAsync(http, () => http.Response.WriteAsJsonAsync(Image, ContractsJson.Default.ImageEmbeddingResponse)));
        app.MapPost("/score", async http => await AnswerAsync(http, () => http.Response.WriteAsJsonAsync(Score, ContractsJson.Default.FaceScoreResponse)));
        app.MapPost("/detect", async http => await AnswerAsync(http, () => http.Response.WriteAsJsonAsync(Faces, ContractsJson.Default.DetectResponse)));
    }

    /// <summary>Answer of /score.</summary>
    public FaceScoreResponse Score { get; set; } = new() { Score = 87.5, FaceCount = 1, Bbox = [1, 2, 3, 4], DetScore = 0.9f, ProcessingTimeMs = 1, ModelDigest = "sha256:one", HeadDigest = "sha256:head" };

    public Uri Address { get; private set; } = null!;

    /// <summary>Answer of /embed/image.</summary>
    public ImageEmbeddingResponse Image { get; set; } = new() { Embedding = [1, 0, 0], Dimension = 3, ProcessingTimeMs = 1, ModelDigest = "sha256:one" };

    /// <summary>Answer of /detect.</summary>
    public DetectResponse Faces { get; set; } = new() { Faces = [], ProcessingTimeMs = 1, ImageWidth = 100, ImageHeight = 100, Orientation = 1, ModelDigest = "sha256:one" };

    /// <summary>Refuses everything, where it is set.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>What the model states as the cosine of one person; null: nothing.</summary>
    public float? Threshold { get; set; }

    /// <summary>Awaited before each answer, with the number of the question from 1; null: nothing is.</summary>
    public Func<int, CancellationToken, Task>? Before { get; set; }

    /// <summary>The last picture that came.</summary>
    public byte[] Picture { get; private set; } = [];

    /// <summary>What the last caller showed.</summary>
    public string? Authorization { get; private set; }

    public static async Task<FakeModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new FakeModel(builder.Build());
        await model._app.StartAsync();
        model.Address = new Uri(model._app.Urls.Single());
        return model;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, Func<Task> answer)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        (Picture, Authorization) = (bytes.ToArray(), http.Request.Headers.Authorization);
        if (Before is { } before)
            await before(Interlocked.Increment(ref _asked), http.RequestAborted);
        if (Threshold is { } threshold)
            http.Response.Headers["X-Argus-Verify-Threshold"] = threshold.ToString(CultureInfo.InvariantCulture);
        await (Refusal?.WriteAsync(http) ?? answer());
    }
}
