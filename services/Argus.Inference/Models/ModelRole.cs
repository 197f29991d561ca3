namespace Argus.Inference.Models;

/// <summary>What a file of a pack does in the pipeline.</summary>
public enum ModelRole
{
    /// <summary>Finds faces in a picture.</summary>
    Detector,

    /// <summary>Turns an aligned face crop into a vector.</summary>
    Recognizer,

    /// <summary>Estimates age and gender of a face.</summary>
    Attributes,

    /// <summary>Turns a whole picture into a vector.</summary>
    ImageEncoder,

    /// <summary>Turns a vector into classes or a score.</summary>
    ClassifierHead,

    /// <summary>Answers chat.</summary>
    LanguageModel,
}
