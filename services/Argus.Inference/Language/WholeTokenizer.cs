using Microsoft.ML.OnnxRuntimeGenAI;

namespace Argus.Inference.Language;

/// <summary>Text and tokens. Where the library's own constructor throws, its finalizer gives a null handle to native code, which ends the process some time later: here it does not.</summary>
internal sealed class WholeTokenizer : Tokenizer
{
    private readonly bool _made;

    public WholeTokenizer(Model model)
        : base(model) => _made = true;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_made)
            base.Dispose(disposing);
    }
}
