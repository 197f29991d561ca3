using Argus.ModelServer.Chat;
using Argus.ModelServer.Classes;
using Argus.ModelServer.Faces;
using Argus.ModelServer.Health;
using Argus.ModelServer.Images;
using Argus.ModelServer.OpenInference;
using Argus.ModelServer.Score;

namespace Argus.ModelServer;

/// <summary>Every path that is served.</summary>
internal static class Endpoints
{
    /// <summary>Maps them; handlers are made once, requests resolve nothing.</summary>
    public static void MapEndpoints(this WebApplication app)
    {
        T New<T>() => ActivatorUtilities.CreateInstance<T>(app.Services);

        var health = New<HealthEndpoints>();
        app.MapGet("/health", health.ReadyAsync);
        app.MapGet("/health/live", health.LiveAsync);
        app.MapGet("/health/ready", health.ReadyAsync);

        var detect = New<DetectEndpoint>();
        app.MapPost("/detect", detect.DetectAsync);
        app.MapPost("/extract-embedding", detect.ExtractAsync);

        var embed = New<EmbedEndpoint>();
        app.MapPost("/embed", embed.EmbedAsync);
        app.MapPost("/embed/batch", embed.BatchAsync);
        app.MapPost("/embed/image", New<EmbedImageEndpoint>().EmbedAsync);
        app.MapPost("/verify", New<VerifyEndpoint>().VerifyAsync);

        var classes = New<ClassEndpoints>();
        app.MapPost("/predict", classes.PredictAsync);
        app.MapGet("/classes", classes.ClassesAsync);

        app.MapPost("/score", New<ScoreEndpoint>().ScoreAsync);

        var chat = New<ChatEndpoints>();
        app.MapGet("/v1/models", chat.ModelsAsync);
        app.MapPost("/v1/chat/completions", chat.CompleteAsync);

        var open = New<OpenInferenceEndpoints>();
        app.MapGet("/v2", open.ServerAsync);
        app.MapGet("/v2/health/live", open.LiveAsync);
        app.MapGet("/v2/health/ready", open.ReadyAsync);
        foreach (string model in (ReadOnlySpan<string>)["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
        {
            app.MapGet(model, open.ModelAsync);
            app.MapGet(model + "/ready", open.ModelReadyAsync);
            app.MapPost(model + "/infer", open.InferAsync);
        }
    }
}
