using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

/// <summary>Makes topics that are missing.</summary>
public sealed class KafkaTopics(KafkaConnection connection, ILogger<KafkaTopics> log)
{
    private const string Failed = "Kafka topics could not be made: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Makes those of the topics that are not there; the others stay as they are.</summary>
    /// <param name="partitions">Of each new topic, 1 or more: as many workers can share it.</param>
    /// <param name="replicas">Of each new topic; -1: as the brokers have it by default.</param>
    /// <returns>Whether it could be done: brokers may forbid it, or may be away.</returns>
    public async Task<TopicMaking> EnsureAsync(IReadOnlyCollection<string> topics, int partitions, short replicas)
    {
        KafkaLibrary.Require();
        var lastError = new LastError();
        try
        {
            var builder = new AdminClientBuilder(connection.Fill(new AdminClientConfig())).SetErrorHandler((_, error) => lastError.Set(error)).SetLogHandler((_, _) => { });
            using var admin = KafkaConnection.Build(builder.Build);
            var there = await Task.Run(() => admin.GetMetadata(Patience).Topics.Select(topic => topic.Topic).ToHashSet());
            var missing = topics.Where(topic => !there.Contains(topic)).ToArray();
            if (missing.Length == 0)
                return default;
            await admin.CreateTopicsAsync(missing.Select(name => new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = replicas }), new() { RequestTimeout = Patience });
            Log.TopicsMade(log, string.Join(", ", missing));
            return default;
        }
        catch (CreateTopicsException error)
        {
            // Another process made them at the same time: that is what was wanted.
            var failed = error.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists).ToArray();
            return failed.Length == 0 ? default : new(Failed + string.Join("; ", failed.Select(f => $"{f.Topic}: {f.Error.Reason}")));
        }
        catch (KafkaException error)
        {
            return new(Failed + lastError.Behind(error.Error), LastError.IsVague(error.Error.Code));
        }
        catch (KafkaSettingsException error)
        {
            return new(Failed + error.Message, IsAway: true);
        }
    }
}
