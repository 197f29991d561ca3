using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api;

/// <summary>Times of Leases and Events: UTC, with six digits of a second.</summary>
public sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        TimeConverter.Write(writer, value, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
