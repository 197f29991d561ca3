using System.Text.Json;
using Argus.Data.Vectors;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Search;

/// <summary>Reads the fields of a search, whatever kind of body they came in.</summary>
internal static class SearchFields
{
    /// <summary>Fields beside a photo that is a file.</summary>
    public static readonly string[] BesideFile = [LimitField, ThresholdField, FaceField, FilterField];

    private const string IdField = "id";
    private const string VectorField = "vector";
    private const string DigestField = "model_digest";
    private const string PictureField = "image_base64";
    private const string LimitField = "limit";
    private const string ThresholdField = "threshold";
    private const string FaceField = "face_index";
    private const string FilterField = "filter";
    private const int MaxVector = 4096;

    /// <summary>Reads them.</summary>
    /// <param name="root">A JSON object.</param>
    /// <param name="picture">The photo, where it is a file.</param>
    /// <param name="kind">What is searched.</param>
    /// <returns>422 that names every wrong field.</returns>
    public static Outcome<SearchRequest> Read(JsonElement root, ReadOnlyMemory<byte>? picture, SearchKind kind)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new Refusal(422, "The body must be a JSON object.");
        var errors = new FieldErrors();
        int? face = Whole(root, FaceField, 0, 100_000, errors);
        var request = new SearchRequest
        {
            Id = Id(root, kind, face, errors),
            Vector = Vector(root, errors),
            ModelDigest = Text(root, DigestField, errors),
            Picture = picture ?? Picture(root, errors),
            FaceIndex = face,
            Limit = Whole(root, LimitField, 1, SearchRequest.MaxLimit, errors) ?? SearchRequest.DefaultLimit,
            Threshold = Fraction(root, ThresholdField, errors),
            Filter = Find(root, FilterField) is { } filter ? FilterReader.Read(filter, errors) : null,
        };
        int ways = (request.Id is null ? 0 : 1) + (request.Vector is null ? 0 : 1) + (request.Picture is null ? 0 : 1);
        if (ways != 1 && errors.None)
            errors.Add(IdField, $"just one of {IdField}, {VectorField}, {PictureField} and a photo as file must say what to search for, not {ways}.");
        return errors.None ? request : errors.ToRefusal();
    }

    private static JsonElement? Find(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static PointId? Id(JsonElement root, SearchKind kind, int? face, FieldErrors errors)
    {
        if (Find(root, IdField) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long media) && media >= 0)
            return kind.IsFaces ? PointId.OfFace(media, face ?? 0) : PointId.OfMedia(media);
        if (value.ValueKind == JsonValueKind.String && PointId.TryParse(value.GetString(), out var id))
            return id;
        errors.Add(IdField, "must be a media_store_id, as a whole number from 0, or the id of a point, as text.");
        return null;
    }

    private static float[]? Vector(JsonElement root, FieldErrors errors)
    {
        if (Find(root, VectorField) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= MaxVector and int length)
        {
            float[] vector = new float[length];
            int i = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Number || !item.TryGetSingle(out float number) || !float.IsFinite(number))
                    break;
                vector[i++] = number;
            }

            if (i == length && vector.AsSpan().ContainsAnyExcept(0f))
                return vector;
        }

        errors.Add(VectorField, $"must be a list of 1 to {MaxVector} finite numbers that are not all 0.");
        return null;
    }

    private static ReadOnlyMemory<byte>? Picture(JsonElement root, FieldErrors errors)
    {
        if (Text(root, PictureField, errors) is not { } text)
            return null;
        int comma = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(";base64,", StringComparison.Ordinal) : -1;
        byte[] bytes = new byte[text.Length / 4 * 3 + 3];
        if (Convert.TryFromBase64Chars(comma < 0 ? text : text.AsSpan(comma + ";base64,".Length), bytes, out int length) && length > 0)
            return bytes.AsMemory(0, length);
        errors.Add(PictureField, "must be a picture in base64, or as a data URL.");
        return null;
    }

    private static string? Text(JsonElement root, string name, FieldErrors errors)
    {
        if (Find(root, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        errors.Add(name, "must be text.");
        return null;
    }

    private static int? Whole(JsonElement root, string name, int min, int max, FieldErrors errors)
    {
        if (Find(root, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= min && number <= max)
            return number;
        errors.Add(name, $"must be a whole number from {min} to {max}.");
        return null;
    }

    private static float? Fraction(JsonElement root, string name, FieldErrors errors)
    {
        if (Find(root, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && number is >= -1 and <= 1)
            return number;
        errors.Add(name, "must be a number from -1 to 1.");
        return null;
    }
}
