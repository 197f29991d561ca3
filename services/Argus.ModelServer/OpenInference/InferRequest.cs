using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.ModelServer.OpenInference;

/// <summary>The JSON of an inference request.</summary>
internal sealed record InferRequest
{
    /// <summary>Sent back as it came.</summary>
    public string? Id { get; init; }

    public InferParameters? Parameters { get; init; }

    public required IReadOnlyList<InferInput> Inputs { get; init; }

    /// <summary>Outputs that are wanted; null for all.</summary>
    public IReadOnlyList<InferOutput>? Outputs { get; init; }
}

/// <summary>A tensor that is sent, in JSON or in the bytes behind it.</summary>
internal sealed record InferInput
{
    public required string Name { get; init; }

    public required long[] Shape { get; init; }

    public required string Datatype { get; init; }

    public InferParameters? Parameters { get; init; }

    /// <summary>Where the values lie in the JSON; null where they are binary.</summary>
    [JsonConverter(typeof(JsonRangeConverter))]
    public Range? Data { get; init; }
}

/// <summary>An output that is wanted.</summary>
internal sealed record InferOutput
{
    public required string Name { get; init; }

    public InferParameters? Parameters { get; init; }
}

/// <summary>Parameters of the binary tensor extension.</summary>
internal sealed record InferParameters
{
    /// <summary>Bytes of this input behind the JSON.</summary>
    public long? BinaryDataSize { get; init; }

    /// <summary>Whether this output is wanted as bytes.</summary>
    public bool? BinaryData { get; init; }

    /// <summary>Whether all outputs are, that do not say otherwise.</summary>
    public bool? BinaryDataOutput { get; init; }
}

/// <summary>Notes where a value lies instead of reading it: a picture's tensor has a million numbers, which go straight into native memory later.</summary>
internal sealed class JsonRangeConverter : JsonConverter<Range?>
{
    public override Range? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new Range(start, (int)reader.BytesConsumed);
    }

    public override void Write(Utf8JsonWriter writer, Range? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>JSON of inference requests.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InferRequest))]
internal sealed partial class InferJson : JsonSerializerContext;
