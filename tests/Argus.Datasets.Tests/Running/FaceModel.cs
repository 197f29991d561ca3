using System.Text;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Data.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Datasets.Tests.Running;

/// <summary>A server of models by whose answers photos tell their vector: what begins with Fire lies along the first axis, Soft along the second, each a little beside.</summary>
internal static class FaceModel
{
    /// <summary>Starts it.</summary>
    /// <param name="address">Where; null takes any free port.</param>
    /// <param name="onAsked">Called at each question.</param>
    public static async Task<WebApplication> StartAsync(Uri? address = null, Action? onAsked = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address?.AbsoluteUri ?? "http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/detect", async (HttpContext http) =>
        {
            onAsked?.Invoke();
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            string text = Encoding.UTF8.GetString(body.ToArray().AsSpan(4));
            double angle = (text[0] == 'F' ? 0 : text[0] == 'S' ? Math.PI / 2 : Math.PI / 4) + ((new Blob(body.ToArray()).Sha256[0] % 8 - 4) * 0.05);
            await http.Response.WriteAsJsonAsync(
                new DetectResponse
                {
                    Faces = [new FaceBody { Bbox = [0, 0, 10, 10], DetScore = 0.9f, Embedding = [(float)Math.Cos(angle), (float)Math.Sin(angle), 0] }],
                    ProcessingTimeMs = 1,
                    ImageWidth = 10,
                    ImageHeight = 10,
                    Orientation = 1,
                    ModelDigest = "sha256:one",
                },
                ContractsJson.Default.DetectResponse);
        });
        await app.StartAsync();
        return app;
    }
}
