using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.Jobs.Docs;

/// <summary>Operations of the media store that is built in.</summary>
internal static class EntityOperations
{
    private const string Json = "application/json";
    private const string Tag = "media store";

    private static readonly ApiBody Stored = new(Json, "Entity", """{"id":123,"label":"my_image","is_collection":false}""");
    private static readonly ApiBody Anything = new(Json, "") { Inline = new OpenApiSchema { Description = "The result of a job." } };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethod.Post, "/entity/", Tag, "Keeps a picture or a video: JPEG, PNG, WebP, BMP, TIFF; MP4, MOV, WebM, MKV, AVI.") { Bodies = [new("multipart/form-data", "") { Inline = Form() }], Success = 201, Answers = [Stored], Errors = [400, 413, 415, 422, 507] },
        new(HttpMethod.Get, "/entity/{id}", Tag, "What is known of a picture.") { Answers = [Stored], Errors = [404, 422] },
        new(HttpMethod.Delete, "/entity/{id}", Tag, "Removes a picture; vectors and jobs stay.") { Success = 204, Errors = [404, 422] },
        new(HttpMethod.Get, "/entity/{id}/file", Tag, "The picture itself, or a range of its bytes.") { Answers = [new("image/*", "") { Inline = SchemaParts.File("The picture.") }], Errors = [404, 416, 422] },
        new(HttpMethod.Post, "/entity/{id}/results", Tag, "Takes the result of a job.") { Bodies = [Anything], Success = 204, Errors = [404, 413, 415, 422, 507] },
        new(HttpMethod.Get, "/entity/{id}/results", Tag, "The results of all jobs on a picture.") { Answers = [Anything], Errors = [404, 422] },
    ];

    /// <summary>The schema of a picture that is kept.</summary>
    public static OpenApiSchema Entity() => SchemaParts.Object(
        ["id"],
        ("id", SchemaParts.Of(JsonSchemaType.Integer, "media_store_id of jobs.")),
        ("label", SchemaParts.Of(JsonSchemaType.String)),
        ("is_collection", SchemaParts.Of(JsonSchemaType.Boolean)));

    private static OpenApiSchema Form() => SchemaParts.Object(
        ["file"],
        ("label", SchemaParts.Of(JsonSchemaType.String)),
        ("is_collection", SchemaParts.Of(JsonSchemaType.Boolean, "true: an entity without a file.")),
        ("file", SchemaParts.File("The picture.")));
}
