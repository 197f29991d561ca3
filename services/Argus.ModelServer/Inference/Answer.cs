using System.Text.Json.Serialization.Metadata;

namespace Argus.ModelServer.Inference;

/// <summary>A body that is ready to be written.</summary>
internal abstract class Answer
{
    /// <summary>Writes status 200 and the body.</summary>
    public abstract Task WriteAsync(HttpContext http);

    /// <summary>An answer in JSON.</summary>
    public static Answer Json<T>(T value, JsonTypeInfo<T> type) => new JsonAnswer<T>(value, type);

    private sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type) : Answer
    {
        public override Task WriteAsync(HttpContext http) => http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);
    }
}
