using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>One exchange of a story.</summary>
/// <param name="Id">Place in the story: <c>3</c>, or <c>3.1</c> for a request that a kubectl run made.</param>
/// <param name="As">admin, nobody, badtoken or none.</param>
internal sealed record RecordedStep(string Id, string As, string Method, string Path, JsonObject RequestHeaders, JsonNode? RequestBody, JsonObject Response)
{
    /// <summary>Seconds from the beginning of the story to that of the step, and to its end; 0 where it is not told.</summary>
    public (double Begin, double End) When { get; init; }

    /// <summary>Name of the client, where it was a kubectl: it owns the fields that it does not say who owns.</summary>
    public string? Agent { get; init; }

    public int Code => (int)Response["status"]!;

    /// <summary>True for a watch, even one to which nothing came.</summary>
    public bool IsWatch => Response.ContainsKey("events") || Response.ContainsKey("ended");

    public JsonArray? Events => Response["events"] as JsonArray;

    public JsonNode? Body => Response["body"];

    /// <summary>The body where it is an object.</summary>
    public JsonObject? Answer => Body as JsonObject;

    /// <summary>True where the recording left the body out.</summary>
    public bool BodyOmitted => IsOmitted(Body) || IsProtobuf(Response["headers"]);

    // What may be answered in protobuf or in JSON is answered in JSON here.
    private static bool IsProtobuf(JsonNode? headers) => headers?["Content-Type"]?.ToString().Contains("protobuf", StringComparison.Ordinal) == true;

    public bool RequestOmitted => IsOmitted(RequestBody);

    private static bool IsOmitted(JsonNode? body) => body is JsonObject o && (o.ContainsKey("$omitted") || o.ContainsKey("$binary"));
}
