namespace Argus.Operator.Planning;

/// <summary>Why a spec cannot be served.</summary>
/// <param name="Reason">Reason of the condition Accepted.</param>
/// <param name="Path">The field.</param>
/// <param name="Message">What is wrong, and what to do, to be read after the path and a colon.</param>
internal sealed record Violation(string Reason, string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
