namespace Argus.Cli.Tests.Remote;

/// <summary>Bodies that a server of ours would answer.</summary>
internal static class Answers
{
    /// <summary>One face with a vector of two values.</summary>
    public static string Face(string digest = "sha256:1") =>
        $$"""{"faces":[{"bbox":[1,2,30,40],"embedding":[0.6,0.8],"det_score":0.9,"age":null,"gender":null,"landmarks":null}],"processing_time_ms":1,"image_width":64,"image_height":48,"orientation":1,"model_digest":"{{digest}}"}""";

    /// <summary>No face.</summary>
    public static string NoFace { get; } = """{"faces":[],"processing_time_ms":1,"image_width":64,"image_height":48,"orientation":1,"model_digest":"sha256:1"}""";
}
