using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Events;

/// <summary>Makes the Kafka topics that are missing; where it cannot, it says so and tries again, and the process goes on.</summary>
internal sealed class TopicMaker(JobsOptions options, TimeProvider time, ILogger<TopicMaker> log, ILogger<KafkaTopics> topicsLog) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All that jobs and events travel on.</summary>
    public static IReadOnlyCollection<string> Topics { get; } = [.. JobTopics.All(JobTasks.All), JobTopics.Dead, JobEvents.KafkaTopic];

    /// <summary>
    /// Ends when the topics are there, or the brokers have refused to make them. Before that nobody may read or write one:
    /// many brokers make a topic for whoever asks for it, with one partition, and then only one worker could share it.
    /// </summary>
    public Task Settled => _settled.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var topics = new KafkaTopics(options.Kafka!, topicsLog);
        var pause = FirstPause;
        try
        {
            while (await Task.Run(() => topics.EnsureAsync(Topics, options.KafkaPartitions, options.KafkaReplicas), stoppingToken).WaitAsync(stoppingToken) is { Reason: { } reason } made)
            {
                // Those who wait for it go on as soon as the brokers are back.
                if (made.IsAway)
                    pause = FirstPause;
                else
                    _settled.TrySetResult();
                Log.NoTopics(log, reason, pause.TotalSeconds);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            _settled.TrySetResult();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
