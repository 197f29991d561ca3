using System.Text.Json;

namespace Argus.Contracts.Media;

/// <summary>Answer of <c>GET /entity/{id}/results</c>: the latest result of each task type.</summary>
public sealed record EntityResultsBody
{
    /// <summary>By task type.</summary>
    public required IReadOnlyList<EntityResultBody> Results { get; init; }
}

/// <summary>The result of a job on an entity.</summary>
public sealed record EntityResultBody
{
    /// <summary>Which job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Its task type.</summary>
    public required string TaskType { get; init; }

    /// <summary>As the job has it.</summary>
    public required JsonElement Result { get; init; }

    /// <summary>When it came, Unix milliseconds.</summary>
    public required long ReceivedAt { get; init; }
}
