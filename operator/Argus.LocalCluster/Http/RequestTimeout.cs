using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>The <c>timeout</c> parameter: how long the caller of anything but a watch waits.</summary>
internal static class RequestTimeout
{
    // Longer is not waited for, whatever is asked.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Reads the parameter; returns what is wrong with it, or null.</summary>
    /// <param name="request">With its query.</param>
    /// <param name="timeout">Null where nothing, or nothing that ends, was asked for.</param>
    public static StatusFault? Read(HttpRequest request, out TimeSpan? timeout)
    {
        timeout = null;
        string text = request.Query["timeout"].ToString();
        if (text.Length == 0)
            return null;
        if (GoDuration.TryParse(text) is not { } asked)
            return StatusFault.BadRequest($"invalid timeout specified in the request URL - time: {(IsNumber(text) ? "missing unit in" : "invalid")} duration \"{text}\"");
        if (asked > TimeSpan.Zero)
            timeout = asked < Longest ? asked : Longest;
        return null;
    }

    /// <summary>As the real server: a Status without its kind, which calls itself plain text.</summary>
    public static Task WriteExceededAsync(HttpContext http)
    {
        var status = new StatusFault(504, "Timeout", "Timeout: request did not complete within the allotted timeout") { Details = [] }.ToStatus();
        status.Remove("kind");
        status.Remove("apiVersion");
        return AnswerWriter.WriteAsync(http, 504, "text/plain; charset=utf-8", Json.Serialize((JsonNode)status));
    }

    private static bool IsNumber(string text) => text.AsSpan().TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0;
}
