using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;

namespace Argus.Kube.Tests.Api;

/// <summary>Compares JSON with what a type made of it, on the fields that the type has.</summary>
internal static class TypedCompare
{
    /// <summary>Null when every field that the type has came through.</summary>
    public static string? Difference(JsonElement input, JsonElement output, JsonTypeInfo type, string path = "")
    {
        if (input.ValueKind == JsonValueKind.Null)
            return null;
        if (type.Kind == JsonTypeInfoKind.Object && input.ValueKind == JsonValueKind.Object)
            return Fields(input, output, type, path);
        if (type.ElementType is { } element && input.ValueKind == JsonValueKind.Array)
        {
            if (input.GetArrayLength() != output.GetArrayLength())
                return $"{path} has {output.GetArrayLength()} items, not {input.GetArrayLength()}";
            return input.EnumerateArray().Zip(output.EnumerateArray()).Select(p => Difference(p.First, p.Second, Info(element), path + "[]")).FirstOrDefault(d => d is not null);
        }

        if (type.ElementType is { } value && input.ValueKind == JsonValueKind.Object)
        {
            return input.EnumerateObject()
                .Select(p => output.TryGetProperty(p.Name, out var other) ? Difference(p.Value, other, Info(value), $"{path}.{p.Name}") : $"{path}.{p.Name} is missing")
                .FirstOrDefault(d => d is not null);
        }

        return JsonElement.DeepEquals(input, output) ? null : $"{path} is {output}, not {input}";
    }

    private static string? Fields(JsonElement input, JsonElement output, JsonTypeInfo type, string path)
    {
        foreach (var property in type.Properties)
        {
            string at = $"{path}.{property.Name}";
            if (!input.TryGetProperty(property.Name, out var expected) || expected.ValueKind == JsonValueKind.Null)
                continue;
            if (!output.TryGetProperty(property.Name, out var actual))
                return $"{at} is missing";
            if (Difference(expected, actual, Info(property.PropertyType), at) is { } difference)
                return difference;
        }

        return null;
    }

    private static JsonTypeInfo Info(Type type) => KubeJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not part of KubeJson.");
}
