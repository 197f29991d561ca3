using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>Says which kind a <see cref="ChildOf{TKind}"/> is of.</summary>
internal interface IChildKind
{
    static abstract ResourceType Type { get; }
}

/// <summary>A child as it is mirrored.</summary>
internal sealed class ChildOf<TKind> : IKubernetesObject<ChildOf<TKind>>
    where TKind : IChildKind
{
    private ChildOf(Child child) => Child = child;

    public static ResourceType Resource => TKind.Type;

    public static JsonTypeInfo<ChildOf<TKind>> JsonType { get; } =
        JsonMetadataServices.CreateValueInfo<ChildOf<TKind>>(new JsonSerializerOptions { TypeInfoResolver = KubeJson.Default }, new Converter());

    public string? ApiVersion => TKind.Type.ApiVersion;

    public string? Kind => TKind.Type.Kind;

    public V1ObjectMeta Metadata => Child.Metadata;

    /// <summary>What plans see of it.</summary>
    public Child Child { get; }

    private sealed class Converter : JsonConverter<ChildOf<TKind>>
    {
        public override ChildOf<TKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var whole = JsonDocument.ParseValue(ref reader);
            return new ChildOf<TKind>(Child.Of(TKind.Type, whole.RootElement));
        }

        public override void Write(Utf8JsonWriter writer, ChildOf<TKind> value, JsonSerializerOptions options) => value.Child.Read().Body.WriteTo(writer);
    }
}
