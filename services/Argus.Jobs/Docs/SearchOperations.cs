using Argus.Jobs.Stores;
using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.Jobs.Docs;

/// <summary>Searches.</summary>
internal static class SearchOperations
{
    private const string Json = "application/json";
    private const string Tag = "search";

    private static readonly ApiParameter[] Query =
    [
        new("limit", ParameterLocation.Query, JsonSchemaType.Integer, "With a photo: most results, 1 to 1000; default 10."),
        new("threshold", ParameterLocation.Query, JsonSchemaType.Number, "With a photo: least cosine similarity, -1 to 1; default any."),
        new("face_index", ParameterLocation.Query, JsonSchemaType.Integer, "With a photo of faces: which, from 0; default the largest."),
        new("filter", ParameterLocation.Query, JsonSchemaType.String, "With a photo: the filter as JSON."),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        Search("/search/images", "Pictures like a picture: by its media_store_id, by a vector, or by a photo.", """{"collection":"image_embeddings","model_digest":"sha256:5e44…","threshold":0.8,"results":[{"point_id":124,"media_store_id":124,"score":0.93}]}"""),
        Search("/search/faces", "Faces like a face: by picture and face, by point, by a vector, or by a photo.", """{"collection":"face_embeddings","model_digest":"sha256:5e44…","threshold":0.4,"results":[{"point_id":"0c6bb6cf-53b6-8f0c-a6f6-1f6f3a1b2c3d","media_store_id":124,"score":0.71,"face_index":0,"bbox":{"x":10,"y":20,"width":80,"height":100},"confidence":0.98}]}"""),
    ];

    /// <summary>The schema of what is searched for.</summary>
    public static OpenApiSchema Request() => SchemaParts.Object(
        [],
        ("id", new OpenApiSchema { Description = "A media_store_id as number, of faces with face_index (default 0), or the id of a point as text. The point itself is no result." }),
        ("vector", SchemaParts.List(SchemaParts.Of(JsonSchemaType.Number))),
        ("model_digest", SchemaParts.Of(JsonSchemaType.String, "The model that vector is of: 409 where the collection is of another.")),
        ("image_base64", SchemaParts.Of(JsonSchemaType.String, "A photo in base64, or as a data URL.")),
        ("face_index", SchemaParts.Of(JsonSchemaType.Integer, "Which face, from 0; of a photo, default the largest.")),
        ("limit", SchemaParts.Of(JsonSchemaType.Integer, "Most results, 1 to 1000; default 10.")),
        ("threshold", SchemaParts.Of(JsonSchemaType.Number, "Least cosine similarity, -1 to 1; default any.")),
        ("filter", SchemaParts.Object(
            [],
            (PointFields.MediaStoreId, Condition()),
            (PointFields.FaceIndex, Condition()),
            (PointFields.Confidence, Condition()),
            (PointFields.JobId, Condition()),
            (PointFields.TrackId, Condition()),
            ("min_confidence", SchemaParts.Of(JsonSchemaType.Number, "Least confidence of the detector.")))));

    private static OpenApiSchema Condition() => new() { Description = "A value, a list of values, or an object of in, not_in, from and to." };

    private static ApiOperation Search(string path, string summary, string example)
    {
        var form = SchemaParts.Object(["file"], ("file", SchemaParts.File("The photo.")), ("limit", SchemaParts.Of(JsonSchemaType.Integer)), ("threshold", SchemaParts.Of(JsonSchemaType.Number)), ("face_index", SchemaParts.Of(JsonSchemaType.Integer)), ("filter", SchemaParts.Of(JsonSchemaType.String, "As JSON.")));
        return new(HttpMethod.Post, path, Tag, summary)
        {
            Bodies =
            [
                new(Json, "SearchRequest", """{"id":123,"limit":5,"threshold":0.8,"filter":{"media_store_id":{"not_in":[7]}}}"""),
                new("multipart/form-data", "") { Inline = form },
                new("image/*", "") { Inline = SchemaParts.File("The photo.") },
                new("application/octet-stream", "") { Inline = SchemaParts.File("The photo.") },
            ],
            Parameters = Query,
            Answers = [new(Json, "SearchResponse", example)],
            Errors = [400, 404, 409, 413, 415, 422, 502, 503],
        };
    }
}
