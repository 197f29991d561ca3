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
/// A child as it is mirrored: its JSON as bytes, a tenth of what a tree of it would take, since thousands are kept and few are looked at. The
/// status, and what other managers own, are left out.
/// </summary>
internal sealed class ChildOf<TKind> : IKubernetesObject<ChildOf<TKind>>
    where TKind : IChildKind
{
    private readonly byte[] _json;

    private ChildOf(V1ObjectMeta metadata, byte[] json) => (Metadata, _json) = (metadata, json);

    public static ResourceType Resource => TKind.Type;

    public static JsonTypeInfo<ChildOf<TKind>> JsonType { get; } =
        JsonMetadataServices.CreateValueInfo<ChildOf<TKind>>(new JsonSerializerOptions { TypeInfoResolver = KubeJson.Default }, new Converter());

    public string? ApiVersion => TKind.Type.ApiVersion;

    public string? Kind => TKind.Type.Kind;

    /// <summary>What it is known by.</summary>
    public V1ObjectMeta Metadata { get; }

    /// <summary>Reads all of it.</summary>
    public Child ToChild() => Child.Of(TKind.Type, JsonElement.Parse(_json));

    private sealed class Converter : JsonConverter<ChildOf<TKind>>
    {
        public override ChildOf<TKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var whole = JsonDocument.ParseValue(ref reader);
            var metadata = whole.RootElement.GetProperty("metadata").Deserialize(KubeJson.Default.V1ObjectMeta) ?? new V1ObjectMeta();
            string? owner = metadata.Labels?.GetValueOrDefault(Names.Deployment);
            var known = new V1ObjectMeta
            {
                Name = metadata.Name,
                Namespace = metadata.Namespace,
                Uid = metadata.Uid,
                ResourceVersion = metadata.ResourceVersion,
                Labels = owner is null ? null : new Dictionary<string, string>(1) { [Names.Deployment] = owner },
            };
            return new ChildOf<TKind>(known, Shortened(whole.RootElement));
        }

        public override void Write(Utf8JsonWriter writer, ChildOf<TKind> value, JsonSerializerOptions options) => writer.WriteRawValue(value._json);

        private static byte[] Shortened(JsonElement whole)
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

            return buffer.WrittenSpan.ToArray();
        }

        private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
        {
            writer.WriteStartObject("metadata");
            foreach (var property in metadata.EnumerateObject())
            {
                if (!property.NameEquals("managedFields"))
                {
                    property.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray("managedFields");
                foreach (var entry in property.Value.EnumerateArray())
                {
                    if (entry.TryGetProperty("manager", out var manager) && manager.ValueEquals(Names.Manager))
                        entry.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }
    }
}
