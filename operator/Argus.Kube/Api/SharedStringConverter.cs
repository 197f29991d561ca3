using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api;

/// <summary>
/// Reads strings that were read before as the same string: kinds, label keys, images, states and their messages come thousands of times.
/// What does not find its place free takes it; nothing grows.
/// </summary>
internal sealed class SharedStringConverter : JsonConverter<string>
{
    private const int LongestShared = 256;
    private static readonly string?[] Places = new string?[8192];

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Shared(ref reader);

    /// <inheritdoc/>
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Shared(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string Shared(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > LongestShared)
            return reader.GetString()!;
        var utf8 = reader.ValueSpan;
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref string? place = ref Places[(uint)hash.ToHashCode() % (uint)Places.Length];
        // Several threads may read and write a place: each sees a whole string, and checks it.
        if (Volatile.Read(ref place) is { } known && Ascii.Equals(utf8, known))
            return known;
        string text = reader.GetString()!;
        Volatile.Write(ref place, text);
        return text;
    }
}
