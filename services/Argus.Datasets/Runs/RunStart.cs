using Argus.Contracts.Datasets;

namespace Argus.Datasets.Runs;

/// <summary>A run that has begun.</summary>
/// <param name="Run">As it began.</param>
/// <param name="Ended">Completes with how it ended; fails only where the process is broken off.</param>
internal sealed record RunStart(RunBody Run, Task<RunBody> Ended);
