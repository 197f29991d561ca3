using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>Comparison and hash of pod templates by content, whatever the order of keys.</summary>
internal static class PodTemplates
{
    public const string HashLabel = "pod-template-hash";

    // No vowels and nothing that reads like another character.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Equal but for the label that Deployments add.</summary>
    public static bool Same(V1PodTemplateSpec? left, V1PodTemplateSpec? right) =>
        JsonElement.DeepEquals(Element(left), Element(right));

    /// <summary>A name for the template, another one after each collision.</summary>
    public static string Hash(V1PodTemplateSpec template, int collisions)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteSorted(writer, Element(template));
        buffer.Write(Encoding.UTF8.GetBytes($"/{collisions}"));
        var hash = SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return string.Create(10, hash, static (text, bytes) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
    }

    private static JsonElement Element(V1PodTemplateSpec? template)
    {
        var labels = template?.Metadata?.Labels?.Where(label => label.Key != HashLabel).ToDictionary();
        var plain = new V1PodTemplateSpec
        {
            Metadata = new() { Labels = labels is { Count: > 0 } ? labels : null, Annotations = template?.Metadata?.Annotations },
            Spec = template?.Spec,
        };
        return JsonSerializer.SerializeToElement(plain, KubeJson.Default.V1PodTemplateSpec);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(property.Name);
                WriteSorted(writer, property.Value);
            }

            writer.WriteEndObject();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray())
                WriteSorted(writer, item);
            writer.WriteEndArray();
        }
        else
        {
            element.WriteTo(writer);
        }
    }
}
