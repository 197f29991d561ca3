using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>What a rule made of a job.</summary>
internal sealed record JobChange(Job Before, Job After)
{
    public JobEvent? Event => JobRules.EventOf(Before, After);

    /// <summary>Who is to be told of it.</summary>
    public JobSignalKinds Kinds =>
        (Before.State == After.State && Before.Progress == After.Progress ? JobSignalKinds.None : JobSignalKinds.Changes)
        | (After is { State: JobState.Pending, DueAt: null } ? JobSignalKinds.Work : JobSignalKinds.None);
}
