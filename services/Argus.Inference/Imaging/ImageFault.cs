namespace Argus.Inference.Imaging;

/// <summary>Why a picture was refused: a value, because bad pictures are expected.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Detail">One sentence for the caller, saying what to do.</param>
public sealed record ImageFault(ImageFaultKind Kind, string Detail);

/// <summary>What was wrong with a picture.</summary>
public enum ImageFaultKind
{
    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>Not a format that is read here.</summary>
    UnsupportedFormat,

    /// <summary>The format is known, the content is broken.</summary>
    Undecodable,

    /// <summary>More bytes than the limit.</summary>
    TooManyBytes,

    /// <summary>More pixels than the limit, by the header: nothing was decoded.</summary>
    TooManyPixels,
}
