using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

/// <summary>Says which kind a <see cref="ChildOf{TKind}"/> is of.</summary>
internal interface IChildKind
{
    static abstract ResourceType Type { get; }
}

/// <summary>
/// A child as it is mirrored: plain JSON, since it is compared with what was rendered, field by field. The status, and what other managers own,
/// are not kept.
/// </summary>
internal sealed record ChildOf<TKind>(Child Child) : IKubernetesObject<ChildOf<TKind>>
    where TKind : IChildKind
{
    public static ResourceType Resource => TKind.Type;

    public static JsonTypeInfo<ChildOf<TKind>> JsonType { get; } =
        JsonMetadataServices.CreateValueInfo<ChildOf<TKind>>(new JsonSerializerOptions { TypeInfoResolver = KubeJson.Default }, new Converter());

    public string? ApiVersion => TKind.Type.ApiVersion;

    public string? Kind => TKind.Type.Kind;

    public V1ObjectMeta Metadata => Child.Metadata;

    private sealed class Converter : JsonConverter<ChildOf<TKind>>
    {
        public override ChildOf<TKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var whole = JsonDocument.ParseValue(ref reader);
            return new ChildOf<TKind>(Child.Of(TKind.Type, whole.RootElement) with { Body = Without(whole.RootElement) });
        }

        public override void Write(Utf8JsonWriter writer, ChildOf<TKind> value, JsonSerializerOptions options) => value.Child.Body.WriteTo(writer);

        private static JsonElement Without(JsonElement whole)
        {
            var buffer = new ArrayBufferWriter<byte>(4096);
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                foreach (var property in whole.EnumerateObject())
                {
                    if (property.NameEquals("metadata"))
                        WriteMetadata(writer, property.Value);
                    else if (!property.NameEquals("status"))
                        property.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            return JsonElement.Parse(buffer.WrittenSpan);
        }

        private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
        {
            writer.WriteStartObject("metadata");
            foreach (var property in metadata.EnumerateObject())
            {
                if (!property.NameEquals("managedFields"))
                    property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
