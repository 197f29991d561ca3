namespace Argus.Kube.Api.Argus;

/// <summary>What a model does for callers.</summary>
public static class ModelTasks
{
    public const string FaceDetection = "face-detection";
    public const string FaceEmbedding = "face-embedding";
    public const string FaceAnalysis = "face-analysis";
    public const string ImageEmbedding = "image-embedding";
    public const string FaceClassification = "face-classification";
    public const string FaceScore = "face-score";
    public const string Chat = "chat";

    public static IReadOnlyList<string> All { get; } = [FaceDetection, FaceEmbedding, FaceAnalysis, ImageEmbedding, FaceClassification, FaceScore, Chat];

    /// <summary>Roles that a model must have for a task.</summary>
    public static IReadOnlyList<string> RolesOf(string task) => task switch
    {
        FaceDetection => [ModelRoles.Detector],
        FaceEmbedding or FaceAnalysis or FaceClassification or FaceScore => [ModelRoles.Detector, ModelRoles.Recognizer],
        ImageEmbedding => [ModelRoles.ImageEncoder],
        Chat => [ModelRoles.LanguageModel],
        _ => [],
    };
}
