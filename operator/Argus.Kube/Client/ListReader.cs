using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>Reads a list object by object, so that no list type is needed for each kind.</summary>
internal static class ListReader
{
    /// <summary>Adds the items and returns the metadata.</summary>
    public static V1ListMeta Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, ImmutableArray<T>.Builder items)
    {
        var metadata = new V1ListMeta();
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The answer is no list.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, type, items);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                metadata = JsonSerializer.Deserialize(ref reader, KubeJson.Default.V1ListMeta) ?? metadata;
            }
            else
            {
                reader.Skip();
            }
        }

        return metadata;
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type, ImmutableArray<T>.Builder items)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return; // null: none
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonSerializer.Deserialize(ref reader, type) is { } item)
                items.Add(item);
        }
    }
}
