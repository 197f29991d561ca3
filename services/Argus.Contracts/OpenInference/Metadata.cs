using System.Text.Json.Serialization;

namespace Argus.Contracts.OpenInference;

/// <summary>Answer of <c>GET /v2</c>.</summary>
/// <param name="Name">Name of the server.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Extensions of the protocol it speaks.</param>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>Answer of <c>GET /v2/models/{name}</c>.</summary>
public sealed record GraphMetadata
{
    /// <summary>Name of the graph.</summary>
    public required string Name { get; init; }

    /// <summary>Versions that are served.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>What runs it.</summary>
    public required string Platform { get; init; }

    /// <summary>Inputs in graph order.</summary>
    public required IReadOnlyList<TensorMetadata> Inputs { get; init; }

    /// <summary>Outputs in graph order.</summary>
    public required IReadOnlyList<TensorMetadata> Outputs { get; init; }

    /// <summary>Further facts: role, pack, digest.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}

/// <summary>One input or output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Element type: BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32, FP64.</param>
/// <param name="Shape">Its dimensions; -1 where free.</param>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<int> Shape);

/// <summary>Whether the server lives or is ready.</summary>
public sealed record HealthState
{
    /// <summary>Answered by <c>/v2/health/live</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Live { get; init; }

    /// <summary>Answered by <c>/v2/health/ready</c> and a model's <c>ready</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Ready { get; init; }

    /// <summary>The model asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }
}
