namespace Argus.Data.Messaging.Kafka;

/// <summary>How jobs are read from Kafka.</summary>
public sealed record KafkaIntakeOptions
{
    /// <summary>Task types whose topics are read.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Consumer group: processes of one group share the work.</summary>
    public string Group { get; init; } = "argus-workers";

    /// <summary>Name of this member that stays over a restart, such as the pod's of a StatefulSet: it gets its partitions back without a rebalance. Null: a member for this run only.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Shares of high, normal and low while all three wait; each 1 or more.</summary>
    public IReadOnlyList<int> Weights { get; init; } = [16, 4, 1];

    /// <summary>Messages of one band that wait in this process before its partitions are paused. With few, a paused partition is read again too late: what the library had fetched of it is fetched once more.</summary>
    public int BufferPerBand { get; init; } = 2000;

    /// <summary>Messages of one partition that may be read beyond its first unfinished one: what is repeated at most after a crash.</summary>
    public int MostUncommitted { get; init; } = 10_000;

    /// <summary>How often finished prefixes are committed.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a heartbeat the group takes this member for dead.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long unfinished messages are waited for at the end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Nothing is asked of the brokers about the topics before it has ended: whoever asks for one that is not there may make it, with fewer partitions than are wanted.</summary>
    public Task Begin { get; init; } = Task.CompletedTask;

    internal void Validate()
    {
        if (Tasks.Count == 0)
            throw new ArgumentException("No tasks: name at least one task type to read jobs of.");
        if (Weights.Count != 3 || Weights.Any(weight => weight is < 1 or > 1_000_000))
            throw new ArgumentException("The weights of the bands must be three numbers from 1 to 1000000: high, normal, low.");
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferPerBand, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostUncommitted, 1);
    }
}
