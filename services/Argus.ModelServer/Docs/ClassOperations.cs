using Argus.ServiceDefaults.Docs;

namespace Argus.ModelServer.Docs;

/// <summary>The operations of face classes and scores.</summary>
internal static class ClassOperations
{
    private const string Json = "application/json";
    private const string Tag = "classes";
    private const string Digests = "\"model_digest\":\"sha256:5e44…\",\"classes_digest\":\"sha256:0c1d…\"";

    /// <summary>All of them.</summary>
    /// <param name="bodies">Other bodies that carry one photo.</param>
    /// <param name="terms">Headers of deadline and priority.</param>
    /// <param name="errors">Status codes of refusals.</param>
    public static IEnumerable<ApiOperation> Of(ApiBody[] bodies, ApiParameter[] terms, int[] errors)
    {
        yield return new(HttpMethod.Post, "/predict", Tag, "The class of one person's face: the nearest centroid. The faces of several photos are combined, the better ones with more weight; of several faces in a photo the largest is taken. A photo that cannot be used is told in photos; 422 where none can, 503 where no classes are loaded.")
        {
            Bodies = [new(Json, "PredictRequest", """{"images":["/9j/4AAQ…","/9j/4AAQ…"]}"""), .. bodies],
            Parameters = terms,
            Answers = [new(Json, "PredictResponse", $$$"""{"predicted_class":"Soft","confidence":0.81,"probabilities":{"Soft":0.81,"Warm":0.19},"similarity":0.62,"photos":[{"index":0,"face_count":1,"bbox":[10,20,110,140],"det_score":0.93,"weight":1},{"index":1,"face_count":0,"bbox":null,"det_score":null,"weight":0,"status":422,"detail":"It shows no face."}],"photos_used":1,"processing_time_ms":31.2,{{{Digests}}}}""")],
            Errors = errors,
        };
        yield return new(HttpMethod.Get, "/classes", Tag, "The classes that /predict tells apart.")
        {
            Answers = [new(Json, "ClassesResponse", $$$"""{"classes":["Soft","Warm"],"count":2,"ready":true,"faces":{"Soft":120,"Warm":98},{{{Digests}}}}""")],
            Errors = [404, 503],
        };
        yield return new(HttpMethod.Post, "/score", Tag, "What the score head says of the largest face, 0 to 100; 503 where no head is loaded.")
        {
            Bodies = [new(Json, "FaceScoreRequest", """{"image":"/9j/4AAQ…"}"""), .. bodies],
            Parameters = terms,
            Answers = [new(Json, "FaceScoreResponse", """{"score":61.4,"face_count":1,"bbox":[10,20,110,140],"det_score":0.93,"processing_time_ms":31.2,"model_digest":"sha256:5e44…","head_digest":"sha256:0c1d…"}""")],
            Errors = errors,
        };
    }
}
