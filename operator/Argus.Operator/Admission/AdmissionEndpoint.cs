using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Reconciling;

namespace Argus.Operator.Admission;

/// <summary><c>POST /validate</c>.</summary>
internal static class AdmissionEndpoint
{
    private const int MostBytes = 4 * 1024 * 1024;

    public static void MapAdmission(this WebApplication app)
    {
        var mirrors = app.Services.GetRequiredService<Mirrors>();
        var client = app.Services.GetRequiredService<KubernetesClient>();
        var reviewer = new AdmissionReviewer(
            // A pack that was applied a moment ago need not be in the mirror yet.
            async (name, token) => mirrors.FindPack(name) ?? await client.FindAsync<ModelPack>(name, cancellationToken: token),
            name => [.. mirrors.UsersOf(name).Select(key => key.ToString())]);
        app.MapPost("/validate", http => AnswerAsync(http, reviewer));
    }

    private static async Task AnswerAsync(HttpContext http, AdmissionReviewer reviewer)
    {
        if (http.Request.ContentLength is > MostBytes)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        try
        {
            using var review = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (await reviewer.AnswerAsync(review.RootElement, http.RequestAborted) is { } answer)
            {
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
                return;
            }
        }
        catch (JsonException)
        {
            // Answered below.
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        await http.Response.WriteAsync("Send an AdmissionReview of admission.k8s.io/v1.", http.RequestAborted);
    }
}
