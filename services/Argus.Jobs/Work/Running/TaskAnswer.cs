using Argus.Jobs.Http;

namespace Argus.Jobs.Work.Running;

/// <summary>What came of a picture: one of the two is there.</summary>
/// <param name="Result">The result, as JSON text.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct TaskAnswer(string? Result, Fault? Fault)
{
    public static TaskAnswer Of(string result) => new(result, null);

    public static TaskAnswer Of(Fault fault) => new(null, fault);
}
