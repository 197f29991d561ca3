using Argus.Contracts.Jobs;

namespace Argus.Jobs.Tests.Storm;

/// <summary>One job of a storm.</summary>
internal sealed record StormJob(string Task, long Media, int Priority, Fate Fate, Way Way, Guid Key)
{
    /// <summary>As the body of <c>POST /job</c>, or of a message.</summary>
    public string Body(bool withId) => withId
        ? $$"""{"job_id":"{{Key}}","media_store_id":{{Media}},"priority":{{Priority}}}"""
        : $$"""{"media_store_id":{{Media}},"priority":{{Priority}}}""";

    public JobState End => Fate is Fate.Good or Fate.Flaky ? JobState.Completed : JobState.Error;
}
