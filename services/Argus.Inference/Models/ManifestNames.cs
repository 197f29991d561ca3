using System.Collections.Frozen;

namespace Argus.Inference.Models;

/// <summary>How enumerations are spelt in a manifest.</summary>
internal static class ManifestNames
{
    public static FrozenDictionary<string, ModelRole> Roles { get; } = new Dictionary<string, ModelRole>
    {
        ["detector"] = ModelRole.Detector,
        ["recognizer"] = ModelRole.Recognizer,
        ["attributes"] = ModelRole.Attributes,
        ["image-encoder"] = ModelRole.ImageEncoder,
        ["classifier-head"] = ModelRole.ClassifierHead,
        ["language-model"] = ModelRole.LanguageModel,
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, ModelFamily> Families { get; } = new Dictionary<string, ModelFamily>
    {
        ["scrfd"] = ModelFamily.Scrfd,
        ["yunet"] = ModelFamily.YuNet,
        ["retinaface"] = ModelFamily.RetinaFace,
        ["ultralight"] = ModelFamily.UltraLight,
        ["embedding"] = ModelFamily.Embedding,
        ["gender-age-3"] = ModelFamily.GenderAge3,
        ["gender-age-202"] = ModelFamily.GenderAge202,
        ["genai"] = ModelFamily.GenAI,
        ["centroids"] = ModelFamily.Centroids,
        ["score"] = ModelFamily.Score,
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, ColorOrder> Colors { get; } = new Dictionary<string, ColorOrder>
    {
        ["rgb"] = ColorOrder.Rgb,
        ["bgr"] = ColorOrder.Bgr,
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, FitMode> Fits { get; } = new Dictionary<string, FitMode>
    {
        ["letterbox"] = FitMode.Letterbox,
        ["stretch"] = FitMode.Stretch,
        ["aligned-face"] = FitMode.AlignedFace,
        ["box-face"] = FitMode.BoxFace,
        ["short-side-center-crop"] = FitMode.ShortSideCenterCrop,
    }.ToFrozenDictionary();

    /// <summary>The spelling of a value.</summary>
    public static string Of<T>(FrozenDictionary<string, T> names, T value)
        where T : struct, Enum =>
        names.First(n => n.Value.Equals(value)).Key;
}
