namespace Argus.Inference.Language;

/// <summary>Why a text ended.</summary>
public enum FinishReason
{
    /// <summary>The model gave its end token, or one of the caller's stop texts came.</summary>
    Stop,

    /// <summary>The most tokens that were asked for, or that the context holds, are there.</summary>
    Length,
}
