namespace Argus.Kube.Api.Argus;

/// <summary>What a file of a model does.</summary>
public static class ModelRoles
{
    public const string Detector = "detector";
    public const string Recognizer = "recognizer";
    public const string Attributes = "attributes";
    public const string ImageEncoder = "image-encoder";
    public const string ClassifierHead = "classifier-head";
    public const string LanguageModel = "language-model";

    public static IReadOnlyList<string> All { get; } = [Detector, Recognizer, Attributes, ImageEncoder, ClassifierHead, LanguageModel];
}
