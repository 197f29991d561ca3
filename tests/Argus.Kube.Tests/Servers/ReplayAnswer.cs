using System.Text;
using System.Text.Json;
using Argus.Kube.Tests.Recordings;
using Microsoft.AspNetCore.Http;

namespace Argus.Kube.Tests.Servers;

/// <summary>Answers with the recorded bytes.</summary>
internal static class ReplayAnswer
{
    public static async Task WriteAsync(HttpContext context, Exchange exchange)
    {
        context.Response.StatusCode = exchange.Status;
        foreach (string name in (string[])["Content-Type", "Retry-After", "Warning", "Cache-Control"])
        {
            if (exchange.ResponseHeader(name) is { } value)
                context.Response.Headers[name] = value;
        }

        if (exchange.IsWatch)
            await WriteEventsAsync(context, exchange);
        else if (exchange.Body is { } body)
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : Line(body)));
    }

    /// <summary>JSON in one line, as the server writes it.</summary>
    public static string Line(JsonElement json) => JsonSerializer.Serialize(json);

    private static async Task WriteEventsAsync(HttpContext context, Exchange exchange)
    {
        foreach (var line in exchange.Events)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Line(line) + "\n"));
            await context.Response.Body.FlushAsync();
        }

        await context.Response.Body.FlushAsync();
        if (!exchange.Ended.Contains("broke", StringComparison.Ordinal))
            return;
        if (exchange.Events.Any())
            await exchange.AllSeen.Task;
        context.Abort();
    }
}
