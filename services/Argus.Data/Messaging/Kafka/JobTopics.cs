namespace Argus.Data.Messaging.Kafka;

/// <summary>Names of the topics that jobs travel on.</summary>
public static class JobTopics
{
    /// <summary>Where messages go that nobody can use, with the reason in their headers.</summary>
    public const string Dead = "argus.jobs.dead";

    private const string Prefix = "argus.jobs.";
    private const string RetryPrefix = "argus.jobs.retry.";

    /// <summary>The topic of a new job.</summary>
    /// <param name="task">Such as image_embedding.</param>
    /// <param name="priority">0 to 10.</param>
    public static string For(string task, int priority) => For(task, BandOf(priority));

    /// <summary>The topic of a task's jobs of one band.</summary>
    public static string For(string task, Band band) => $"{Prefix}{task}.{band.ToString().ToLowerInvariant()}";

    /// <summary>Where jobs of a task are named that have failed and are tried again, with the reason.</summary>
    public static string RetryFor(string task) => RetryPrefix + task;

    /// <summary>8 to 10 is high, 4 to 7 normal, 0 to 3 low.</summary>
    public static Band BandOf(int priority) => priority switch
    {
        >= 8 => Band.High,
        >= 4 => Band.Normal,
        _ => Band.Low,
    };

    /// <summary>All topics that a worker for these tasks reads.</summary>
    public static IReadOnlyList<string> All(IEnumerable<string> tasks) =>
        [.. tasks.SelectMany(task => Enum.GetValues<Band>().Select(band => For(task, band)).Append(RetryFor(task)))];

    /// <summary>Task and band of a topic; false where it is none of jobs. Retries travel in the normal band.</summary>
    public static bool TryParse(string topic, out string task, out Band band)
    {
        (task, band) = ("", Band.Normal);
        if (topic.StartsWith(RetryPrefix, StringComparison.Ordinal))
        {
            task = topic[RetryPrefix.Length..];
            return task.Length > 0;
        }

        int dot = topic.LastIndexOf('.');
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || dot <= Prefix.Length)
            return false;
        task = topic[Prefix.Length..dot];
        return Enum.TryParse(topic[(dot + 1)..], ignoreCase: true, out band) && Enum.IsDefined(band);
    }
}
