using Microsoft.ML.OnnxRuntimeGenAI;

namespace Argus.Inference.Language;

/// <summary>Steps of one answer. Where the library's own constructor throws, its finalizer gives a null handle to native code, which ends the process some time later: here it does not.</summary>
internal sealed class WholeGenerator : Generator
{
    private readonly bool _made;

    public WholeGenerator(Model model, GeneratorParams search)
        : base(model, search) => _made = true;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_made)
            base.Dispose(disposing);
    }
}
