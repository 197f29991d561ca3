using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Examples;

/// <summary>A model server that finds two faces in every picture, and 512 values.</summary>
internal sealed class FixedModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FixedModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/embed/image", http => http.Response.WriteAsJsonAsync(
            new ImageEmbeddingResponse { Embedding = [1, .. new float[511]], Dimension = 512, ProcessingTimeMs = 1, ModelDigest = "sha256:aa" },
            ContractsJson.Default.ImageEmbeddingResponse));
        _app.MapPost("/detect", http => http.Response.WriteAsJsonAsync(
            new DetectResponse { Faces = [Face, Face], ProcessingTimeMs = 1, ImageWidth = 640, ImageHeight = 480, Orientation = 1, ModelDigest = "sha256:aa" },
            ContractsJson.Default.DetectResponse));
    }

    /// <summary>Where it answers.</summary>
    public Uri Url => new(_app.Urls.Single());

    private static FaceBody Face => new() { Bbox = [100.5f, 200.3f, 250.5f, 400.3f], DetScore = 0.95f, Landmarks = [[120, 220], [140, 220], [130, 240], [110, 250], [150, 250]] };

    public static async Task<FixedModel> StartAsync()
    {
        var model = new FixedModel();
        await model._app.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
