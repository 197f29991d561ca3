namespace Argus.Contracts.Jobs;

/// <summary>Body of <c>POST /job/{task_type}</c>.</summary>
public sealed record JobRequest
{
    /// <summary>Number of the picture in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first; default <see cref="JobTasks.DefaultPriority"/>.</summary>
    public int? Priority { get; init; }
}
