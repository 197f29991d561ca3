namespace Argus.Inference.Language;

/// <summary>Why messages cannot be made into a prompt.</summary>
/// <param name="Kind">What to react to.</param>
/// <param name="Detail">A sentence for the caller.</param>
public sealed record PromptFault(PromptFaultKind Kind, string Detail);

/// <summary>Kinds of <see cref="PromptFault"/>.</summary>
public enum PromptFaultKind
{
    /// <summary>The context of the model cannot hold it and one token of an answer.</summary>
    TooLong,

    /// <summary>The model has no chat template, or its template refuses the messages.</summary>
    Template,

    /// <summary>There is not one token in it.</summary>
    Empty,

    /// <summary>The tokenizer gives a token that the graph does not know.</summary>
    UnknownToken,
}
