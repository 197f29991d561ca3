using Argus.Data.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.MessagingHost;

/// <summary>A worker that only writes down what it gets: "got TASK ID TOPIC/PARTITION/OFFSET" for each message, which is then done, or held in hand.</summary>
internal static class Worker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string servers, string task, bool hold, string? instance)
    {
        var connection = new KafkaConnection { BootstrapServers = servers };
        var options = new KafkaIntakeOptions { Tasks = [task], InstanceId = instance, CommitInterval = TimeSpan.FromMilliseconds(100), SessionTimeout = TimeSpan.FromSeconds(6) };
        await using var publisher = new KafkaPublisher(connection, Patience, NullLogger<KafkaPublisher>.Instance);
        await using var intake = new KafkaIntake(connection, options, publisher, TimeProvider.System, new Random(1), NullLogger<KafkaIntake>.Instance);
        using var end = new CancellationTokenSource();
        _ = Task.Run(() => EndWithInput(end));
        try
        {
            await foreach (var message in intake.ReadAllAsync(end.Token))
            {
                Console.WriteLine($"got {message.Job.MediaStoreId} {message.Topic} {message.Offset}");
                if (!hold)
                    message.Done();
            }
        }
        catch (OperationCanceledException)
        {
        }

        return 0;
    }

    private static void EndWithInput(CancellationTokenSource end)
    {
        while (Console.ReadLine() is not null)
        {
        }

        end.Cancel();
    }
}
