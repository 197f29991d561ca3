using System.Collections.Immutable;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Routing;

/// <summary>What each task offers where a ModelDeployment does not say otherwise.</summary>
internal static class TaskPaths
{
    private const string Get = "GET";
    private const string Post = "POST";

    private static readonly ImmutableArray<OfferedPath> Detector = Graph("detector");
    private static readonly ImmutableArray<OfferedPath> Recognizer = [.. Graph("detector", 1), .. Graph("recognizer"), .. Graph("attributes", 1)];

    /// <summary>The paths of a task; none of one that is not known.</summary>
    public static ImmutableArray<OfferedPath> Of(string task) => task switch
    {
        ModelTasks.FaceDetection =>
        [
            new("/detect", Post, BodyKind.Json),
            // Without vectors, but better than nothing.
            new("/detect", Post, BodyKind.File, Rank: 2),
            .. Detector,
        ],
        ModelTasks.FaceEmbedding =>
        [
            new("/embed", Post),
            new("/embed/batch", Post),
            new("/verify", Post, Rank: 1),
            new("/extract-embedding", Post, Rank: 1),
            new("/detect", Post, BodyKind.Json, Rank: 2),
            new("/detect", Post, BodyKind.File, Rank: 1),
            .. Recognizer,
        ],
        ModelTasks.FaceAnalysis =>
        [
            new("/detect", Post, BodyKind.Json, Rank: 1),
            new("/detect", Post, BodyKind.File),
            new("/extract-embedding", Post),
            new("/embed", Post, Rank: 1),
            new("/embed/batch", Post, Rank: 1),
            new("/verify", Post),
            .. Recognizer,
        ],
        ModelTasks.ImageEmbedding => [new("/embed/image", Post), .. Graph("image-encoder")],
        ModelTasks.FaceClassification => [new("/predict", Post), new("/classes", Get)],
        ModelTasks.FaceScore => [new("/score", Post)],
        ModelTasks.Chat => [new("/v1/models", Get), new("/v1/chat/completions", Post)],
        _ => [],
    };

    // The Open Inference Protocol names a graph by its role.
    private static ImmutableArray<OfferedPath> Graph(string role, int rank = 0) =>
        [new($"/v2/models/{role}", Get, Rank: rank), new($"/v2/models/{role}/*", Rank: rank)];
}
