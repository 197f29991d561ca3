using System.Text;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>Turns an answer that is no success into a <see cref="KubernetesException"/>.</summary>
internal static class ErrorReader
{
    private const int MaxText = 1024;

    public static async Task<KubernetesException> ReadAsync(ApiRequest request, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        using var body = await PooledBody.ReadAsync(response, cancellationToken);
        var status = ReadStatus(body.Span) ?? new V1Status { Message = Text(body.Span, response) };
        status = status with
        {
            Status = "Failure",
            Code = (int)response.StatusCode,
            Reason = string.IsNullOrEmpty(status.Reason) ? StatusReasons.Of(response.StatusCode) : status.Reason,
        };
        return new KubernetesException(request.ToString(), status, RetryAfter(response, time));
    }

    private static V1Status? ReadStatus(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, KubeJson.Default.V1Status) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null; // text, from the request limiter, a proxy or the path dispatch
        }
    }

    private static string Text(ReadOnlySpan<byte> body, HttpResponseMessage response)
    {
        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxText)]).Trim();
        return text.Length > 0 ? text : response.ReasonPhrase ?? "no explanation";
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - time.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
