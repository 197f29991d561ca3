using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Http;

/// <summary>A port for whoever reads centroids and has no key: model servers and the operator.</summary>
internal static class ModelsPort
{
    private const string Open = "/datasets/models";

    /// <summary>What comes by that port gets models or nothing, whoever asks. To be used before anybody is asked who he is.</summary>
    /// <param name="app">The service.</param>
    /// <param name="port">Which port; 0 for none.</param>
    public static void UseModelsPort(this WebApplication app, int port)
    {
        if (port > 0)
            app.Use((HttpContext http, RequestDelegate next) => http.Connection.LocalPort == port ? AnswerAsync(http) : next(http));
    }

    private static Task AnswerAsync(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Open, StringComparison.Ordinal) && http.GetEndpoint()?.RequestDelegate is { } answer
            ? answer(http)
            : new Refusal(404, $"This port has {Open} alone.").WriteAsync(http);
}
