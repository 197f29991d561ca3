using Argus.Cli.Pictures;
using Argus.Contracts.Jobs;

namespace Argus.Cli.Jobs;

/// <summary>What became of one file.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Job">Its job as it ended; null where there is none.</param>
/// <param name="Trouble">Why it was not completed; null where it was.</param>
internal sealed record JobReport(string File, JobBody? Job, Trouble? Trouble);
