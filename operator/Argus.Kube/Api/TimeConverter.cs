using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api;

/// <summary>Times as most kinds have them: UTC, whole seconds; what is finer is cut off.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        Write(writer, value, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    internal static void Write(Utf8JsonWriter writer, DateTimeOffset value, string format)
    {
        Span<byte> text = stackalloc byte[32];
        value.ToUniversalTime().TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
