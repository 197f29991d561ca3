using Argus.ServiceDefaults.Docs;

namespace Argus.Jobs.Docs;

/// <summary>Scores.</summary>
internal static class ScoreOperations
{
    private const string Json = "application/json";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethod.Post, "/api/score", "score", "What a score head says of the largest face in a photo; vibe names the band, rank is the percentile among what was scored with that head.")
        {
            Bodies = [new(Json, "ScoreRequest", """{"image":"/9j/4AAQ…"}""")],
            Answers = [new(Json, "ScoreResponse", """{"success":true,"data":{"score":87.5,"vibe":"charming","rank":87.5},"model_digest":"sha256:5e44…","head_digest":"sha256:0c1d…"}""")],
            Errors = [400, 408, 413, 415, 422, 429, 502, 503],
            Error = new(Json, "ScoreFailure", """{"success":false,"error":"The photo shows no face."}"""),
        },
    ];
}
