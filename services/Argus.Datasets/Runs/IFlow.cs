using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>What a run does. Called again after a crash at any point, it goes on; called again when all is done, it changes nothing.</summary>
internal interface IFlow
{
    /// <summary>Which.</summary>
    Flow Flow { get; }

    /// <summary>Makes all of a period.</summary>
    /// <param name="period">The day or month; it is over.</param>
    /// <param name="check">Throws where the lock of the period was lost, so that another run may be under way.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>What was done, by name.</returns>
    Task<IReadOnlyDictionary<string, long>> RunAsync(Period period, Func<Task> check, CancellationToken cancel);
}
