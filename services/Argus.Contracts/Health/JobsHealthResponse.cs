using System.Text.Json.Serialization;

namespace Argus.Contracts.Health;

/// <summary>Answer of <c>GET /health</c> of the job service; 503 unless the status is <c>healthy</c>.</summary>
public sealed record JobsHealthResponse
{
    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Version of the service.</summary>
    public required string Version { get; init; }

    /// <summary>What this process does: of <c>api</c>, <c>worker</c>, <c>media</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Where jobs are kept: <c>sqlite</c> or <c>postgresql</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Where vectors are kept: <c>embedded</c>, <c>qdrant</c> or <c>pgvector</c>.</summary>
    public required string Vectors { get; init; }

    /// <summary>Who says who may call: <c>tokens</c>, <c>gateway</c>, or <c>DISABLED</c>: nobody is asked.</summary>
    public required string Auth { get; init; }

    /// <summary>Why it is not healthy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What does not work though it is healthy: Kafka, while jobs are still taken and wait in the store; FFmpeg, without which jobs on videos fail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trouble { get; init; }

    /// <summary>Services that FACE_DETECTION_SERVICE and FACE_EMBEDDING_SERVICE name: <c>healthy</c>, <c>unhealthy</c> or <c>unreachable</c>. Only scores need them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Dependencies { get; init; }
}
