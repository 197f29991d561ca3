using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Jobs.Media;

/// <summary>Body of <c>POST /entity/{id}/results</c>.</summary>
internal sealed record MediaResults
{
    /// <summary>The job that has ended.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Its task type.</summary>
    public required string TaskType { get; init; }

    /// <summary>Its result.</summary>
    public required JsonElement Result { get; init; }
}

/// <summary>JSON of what a media store is sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MediaResults))]
internal sealed partial class MediaJson : JsonSerializerContext;
