using System.Text.Json;
using Argus.Data.Vectors;
using Argus.Jobs.Stores;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Search;

/// <summary>Reads the field <c>filter</c> of a search: an object with a value, a list of values, or bounds for each name.</summary>
internal static class FilterReader
{
    private const string Name = "filter";
    private const string LeastConfidence = "min_confidence";

    private static readonly string[] Names = [PointFields.MediaStoreId, PointFields.FaceIndex, PointFields.Confidence, PointFields.JobId, PointFields.TrackId, LeastConfidence];

    /// <summary>Reads it; what is wrong is added to the errors.</summary>
    /// <returns>Null where it asks for nothing.</returns>
    public static VectorFilter? Read(JsonElement filter, FieldErrors errors)
    {
        if (filter.ValueKind != JsonValueKind.Object)
        {
            errors.Add(Name, $$"""must be an object such as {"{{PointFields.MediaStoreId}}": {"not_in": [1, 2]}, "{{LeastConfidence}}": 0.8}.""");
            return null;
        }

        List<VectorCondition> conditions = [];
        foreach (var field in filter.EnumerateObject())
        {
            try
            {
                Add(conditions, field, errors);
            }
            catch (ArgumentException e)
            {
                // What no store takes: too many values, or of different kinds. The name of our own parameter tells a caller nothing.
                errors.Add($"{Name}.{Shown(field.Name)}", e.Message.Split(" (Parameter")[0]);
            }
        }

        return conditions.Count == 0 || !errors.None ? null : new VectorFilter(conditions);
    }

    private static void Add(List<VectorCondition> conditions, JsonProperty field, FieldErrors errors)
    {
        if (!Names.Contains(field.Name))
            errors.Add($"{Name}.{Shown(field.Name)}", $"is not known; there are {string.Join(", ", Names)}.");
        else if (field.Name == LeastConfidence)
            conditions.Add(new FieldBetween(PointFields.Confidence, Number(field.Value), null));
        else if (field.Value.ValueKind != JsonValueKind.Object)
            conditions.Add(new FieldIn(field.Name, Values(field.Value)));
        else
            AddParts(conditions, field);
    }

    private static void AddParts(List<VectorCondition> conditions, JsonProperty field)
    {
        double? from = null, to = null;
        foreach (var part in field.Value.EnumerateObject())
        {
            switch (part.Name)
            {
                case "in":
                    conditions.Add(new FieldIn(field.Name, Values(part.Value)));
                    break;
                case "not_in":
                    conditions.Add(new FieldIn(field.Name, Values(part.Value), not: true));
                    break;
                case "from":
                    from = Number(part.Value);
                    break;
                case "to":
                    to = Number(part.Value);
                    break;
                default:
                    throw new ArgumentException($"'{Shown(part.Name)}' is not known; there are in, not_in, from and to.");
            }
        }

        if (from is not null || to is not null)
            conditions.Add(new FieldBetween(field.Name, from, to));
    }

    private static List<FieldValue> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Value)] : [Value(value)];

    private static FieldValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => number,
        JsonValueKind.String => value.GetString()!,
        _ => throw new ArgumentException("A value must be a whole number or text, or a list of them."),
    };

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : throw new ArgumentException("A bound must be a number.");

    private static string Shown(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
