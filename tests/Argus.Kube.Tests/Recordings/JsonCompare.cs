using System.Text.Json;

namespace Argus.Kube.Tests.Recordings;

/// <summary>Compares JSON and says where it differs.</summary>
internal static class JsonCompare
{
    /// <summary>Null when <paramref name="actual"/> says all that <paramref name="expected"/> does; fields that are null count as missing.</summary>
    public static string? Missing(JsonElement expected, JsonElement actual, Func<string, JsonElement, bool> skip, string path = "")
    {
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in expected.EnumerateObject())
            {
                string at = $"{path}.{property.Name}";
                if (property.Value.ValueKind == JsonValueKind.Null || skip(at, property.Value))
                    continue;
                if (!actual.TryGetProperty(property.Name, out var other))
                    return $"{at} is missing";
                if (Missing(property.Value, other, skip, at) is { } difference)
                    return difference;
            }

            return null;
        }

        if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
        {
            if (expected.GetArrayLength() != actual.GetArrayLength())
                return $"{path} has {actual.GetArrayLength()} items, not {expected.GetArrayLength()}";
            return expected.EnumerateArray().Zip(actual.EnumerateArray())
                .Select(p => Missing(p.First, p.Second, skip, path + "[]")).FirstOrDefault(d => d is not null);
        }

        return JsonElement.DeepEquals(expected, actual) ? null : $"{path} is {actual}, not {expected}";
    }
}
