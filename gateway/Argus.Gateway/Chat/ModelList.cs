using System.Text.Json.Serialization;

namespace Argus.Gateway.Chat;

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
/// <param name="Data">Every model that can be asked for.</param>
internal sealed record ModelList(IReadOnlyList<ModelEntry> Data)
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";
}

/// <summary>A model that can be asked for.</summary>
/// <param name="Id">What to give as <c>model</c>.</param>
/// <param name="Created">Since when its deployment is there, in seconds since 1970.</param>
/// <param name="OwnedBy">The deployment, <c>namespace/name</c>.</param>
internal sealed record ModelEntry(string Id, long Created, string OwnedBy)
{
    /// <summary>Always <c>model</c>.</summary>
    public string Object { get; init; } = "model";
}

/// <summary>JSON of the list.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelEntry))]
[JsonSerializable(typeof(string))]
internal sealed partial class ModelJson : JsonSerializerContext;
