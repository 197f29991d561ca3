using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.ServiceDefaults.Problems;

/// <summary>An error (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record ProblemBody
{
    /// <summary>Kind of problem; <c>about:blank</c> where the status says all.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status code in words.</summary>
    public required string Title { get; init; }

    /// <summary>The status code.</summary>
    public required int Status { get; init; }

    /// <summary>One sentence on this very request.</summary>
    public required string Detail { get; init; }

    /// <summary>Every wrong field by name, with what is wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>The detail again, under the name that the Open Inference Protocol gives it; only below <c>/v2</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Finds this request in the logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    /// <summary>What this kind of problem adds; null where it adds nothing. Not init: extension data may not be set by a constructor.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; set; }
}

/// <summary>JSON of problems.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(OpenAIErrorBody))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
public sealed partial class ProblemJson : JsonSerializerContext;
