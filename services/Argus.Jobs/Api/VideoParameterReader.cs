using System.Text.Json;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary>Reads what the body of <c>POST /job/video_faces</c> has beside the fields of all jobs.</summary>
internal static class VideoParameterReader
{
    /// <summary>Reads it; every wrong field is added to the errors.</summary>
    public static VideoFacesParameters Read(JsonElement root, FieldErrors errors)
    {
        var parameters = new VideoFacesParameters
        {
            Interval = Number(root, "interval", errors),
            Threshold = Number(root, "threshold", errors),
            MaxFrames = Whole(root, "max_frames", errors),
            Collection = Find(root, "collection", JsonValueKind.String, "must be text.", errors)?.GetString(),
            Store = Flag(root, "store", errors),
        };
        foreach (var (field, message) in VideoParameterRules.Faults(parameters))
            errors.Add(field, message);
        return parameters;
    }

    private static JsonElement? Find(JsonElement root, string name, JsonValueKind kind, string wrong, FieldErrors errors)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == kind)
            return value;
        errors.Add(name, wrong);
        return null;
    }

    private static double? Number(JsonElement root, string name, FieldErrors errors) =>
        Find(root, name, JsonValueKind.Number, "must be a number.", errors)?.GetDouble();

    private static int? Whole(JsonElement root, string name, FieldErrors errors)
    {
        if (Find(root, name, JsonValueKind.Number, "must be a whole number.", errors) is not { } value)
            return null;
        if (value.TryGetInt32(out int number))
            return number;
        errors.Add(name, "must be a whole number.");
        return null;
    }

    private static bool? Flag(JsonElement root, string name, FieldErrors errors)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        errors.Add(name, "must be true or false.");
        return null;
    }
}
