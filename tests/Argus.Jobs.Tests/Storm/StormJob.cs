using Argus.Contracts.Jobs;

namespace Argus.Jobs.Tests.Storm;

/// <summary>One job of a storm.</summary>
internal sealed record StormJob(string Task, long Media, int Priority, Fate Fate, Way Way, Guid Key)
{
    // Whom a track is like depends on what is stored meanwhile; nobody is as alike as that.
    private const string Follow = ""","threshold":1,"store":true""";

    /// <summary>As the body of <c>POST /job</c>, or of a message.</summary>
    public string Body(bool withId) => $$"""{{{(withId ? $"\"job_id\":\"{Key}\"," : "")}}"media_store_id":{{Media}},"priority":{{Priority}}{{(IsFilm ? Follow : "")}}}""";

    /// <summary>Whether it is a job on a film.</summary>
    public bool IsFilm => Task == JobTasks.VideoFaces;

    public JobState End => Fate is Fate.Good or Fate.Flaky ? JobState.Completed : JobState.Error;
}
