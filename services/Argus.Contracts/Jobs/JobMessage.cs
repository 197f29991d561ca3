namespace Argus.Contracts.Jobs;

/// <summary>Value of a Kafka message that asks for a job. External producers may leave out what can be known otherwise.</summary>
public sealed record JobMessage
{
    /// <summary>Its id; where it is left out, one is derived from topic and picture, so that a copy of the message makes no second job.</summary>
    public Guid? JobId { get; init; }

    /// <summary>One of <see cref="JobTasks.All"/>; where it is left out, that of the topic.</summary>
    public string? TaskType { get; init; }

    /// <summary>Number of the picture in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first; default <see cref="JobTasks.DefaultPriority"/>.</summary>
    public int? Priority { get; init; }
}
