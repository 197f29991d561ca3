using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>Does a job that was claimed. What goes wrong is an outcome; an exception is a fault of this program and counts as an attempt.</summary>
/// <param name="claim">The job.</param>
/// <param name="place">To be left while it waits long for another service.</param>
/// <param name="cancel">Cancelled where the job is another's by now, was cancelled, or the process stops: then it ends with <see cref="OperationCanceledException"/>.</param>
internal delegate Task<JobOutcome> JobRun(Claim claim, Place place, CancellationToken cancel);
