using System.Text.Json.Serialization;
using Argus.Contracts.Classes;

namespace Argus.Contracts.Health;

/// <summary>Answer of <c>GET /health</c>; 503 until the status is <c>healthy</c>.</summary>
public sealed record HealthResponse
{
    /// <summary><c>healthy</c>, <c>warming</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>The pack that is served, by the name it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Execution providers that really run the graphs; empty until they are loaded.</summary>
    public required IReadOnlyList<string> OnnxProviders { get; init; }

    /// <summary>Length of the vectors; 0 until the graphs are loaded.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>Digest of the pack, null until it is verified.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>What was asked for and what is used.</summary>
    public required AcceleratorBody Accelerator { get; init; }

    /// <summary>Face classes, where a file of them is named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassesHealth? Classes { get; init; }

    /// <summary>Why it is not healthy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}

/// <summary>Hardware asked for and used.</summary>
/// <param name="Requested"><c>cpu</c>, <c>nvidia</c> or <c>amd</c>.</param>
/// <param name="Actual">The same, as found by the audit of the loaded graphs; null until then.</param>
/// <param name="FallbackNodes">Graph nodes that compute on the CPU although a device was asked for.</param>
public sealed record AcceleratorBody(string Requested, string? Actual, int FallbackNodes);
