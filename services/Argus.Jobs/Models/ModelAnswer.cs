using Argus.Jobs.Http;

namespace Argus.Jobs.Models;

/// <summary>What a model answered, or why it did not: one of the two is there.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct ModelAnswer<T>(T? Value, Fault? Fault)
    where T : class
{
    /// <summary>Cosine from which two vectors of the model count as one person's, as the model states it; null where it states none.</summary>
    public float? VerifyThreshold { get; init; }
}
