using System.Buffers;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Chat;
using Argus.Inference.Language;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>A streamed answer as server-sent events.</summary>
internal static class ChatEvents
{
    /// <summary>Writes all of them; what is there at one time goes out at one time.</summary>
    public static async Task WriteAsync(HttpContext http, ChatReply reply, ChatStream stream, bool usage)
    {
        var cancel = http.RequestAborted;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        // Proxies that gather answers would gather this one until its end.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        Write(http, reply.Part(new ChatDelta { Role = "assistant", Content = "" }));
        await http.Response.BodyWriter.FlushAsync(cancel);
        try
        {
            while (await stream.Parts.WaitToReadAsync(cancel))
            {
                while (stream.Parts.TryRead(out string? text))
                    Write(http, reply.Part(new ChatDelta { Content = text }));
                await http.Response.BodyWriter.FlushAsync(cancel);
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is not IOException)
        {
            // The status has gone out: the caller learns it in the stream, and misses its end.
            WriteError(http, e is OperationCanceledException ? new Refusal(503, "The process is stopping.") : new Refusal(500, "The model failed on this request."));
            await http.Response.BodyWriter.FlushAsync(cancel);
            if (e is OperationCanceledException)
                return;
            throw;
        }

        Write(http, reply.Part(new ChatDelta(), ended: stream));
        if (usage)
            Write(http, reply.Tokens(stream));
        http.Response.BodyWriter.Write("data: [DONE]\n\n"u8);
        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    private static void Write(HttpContext http, ChatCompletionChunk chunk)
    {
        var writer = http.Response.BodyWriter;
        writer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(writer))
            JsonSerializer.Serialize(json, chunk, ContractsJson.Default.ChatCompletionChunk);
        writer.Write("\n\n"u8);
    }

    private static void WriteError(HttpContext http, Refusal refusal)
    {
        var writer = http.Response.BodyWriter;
        writer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(writer))
            JsonSerializer.Serialize(json, OpenAIErrorBody.Of(refusal), ProblemJson.Default.OpenAIErrorBody);
        writer.Write("\n\n"u8);
    }
}
