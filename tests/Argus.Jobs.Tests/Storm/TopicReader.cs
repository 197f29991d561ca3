using Argus.Data.Messaging.Kafka;
using Confluent.Kafka;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Reads a topic from its beginning, with the library alone.</summary>
internal static class TopicReader
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Reads until enough is there and the end of all partitions is reached.</summary>
    /// <param name="brokers">Where.</param>
    /// <param name="topic">Which.</param>
    /// <param name="partitions">Of the topic.</param>
    /// <param name="take">Gets each message's body.</param>
    /// <param name="enough">Whether it is.</param>
    public static Task ReadAsync(string brokers, string topic, int partitions, Action<string> take, Func<bool> enough) => Task.Run(() =>
    {
        KafkaLibrary.Require();
        using var limit = new CancellationTokenSource(StormSize.Patience);
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = brokers, GroupId = "storm", EnableAutoCommit = false, EnablePartitionEof = true }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        HashSet<int> ended = [];
        while (!(ended.Count == partitions && enough()))
        {
            if (limit.IsCancellationRequested)
                return;
            if (consumer.Consume(Wait) is not { } result)
                continue;
            if (result.IsPartitionEOF)
            {
                ended.Add(result.Partition);
                continue;
            }

            ended.Remove(result.Partition);
            take(result.Message.Value);
        }

        consumer.Close();
    });
}
