using System.Runtime.InteropServices;
using Argus.Data.Messaging.Kafka;

namespace Argus.MessagingHost;

/// <summary>librdkafka's own mock cluster: real brokers on the wire, nothing behind them. It obeys the lines that it reads, and ends with its input.</summary>
internal static class MockCluster
{
    private const int Producer = 0;
    private const int RebalanceDelayMs = 100;

    public static int Run(int brokers)
    {
        KafkaLibrary.Require();
        NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, (name, _, _) => name == RdKafka.Library ? KafkaLibrary.Handle : IntPtr.Zero);
        var client = RdKafka.New(Producer, IntPtr.Zero, new byte[512], 512);
        var cluster = RdKafka.NewCluster(client, brokers);
        RdKafka.SetRebalanceDelay(cluster, RebalanceDelayMs);
        Console.WriteLine($"listening {Marshal.PtrToStringUTF8(RdKafka.Bootstraps(cluster))}");
        while (Console.ReadLine() is { } line)
        {
            int error = line.Split(' ') switch
            {
                ["down", var id] => RdKafka.SetDown(cluster, int.Parse(id)),
                ["up", var id] => RdKafka.SetUp(cluster, int.Parse(id)),
                ["topic", var name, var partitions] => RdKafka.CreateTopic(cluster, name, int.Parse(partitions), brokers),
                _ => -1,
            };
            Console.WriteLine(error == 0 ? $"ok {line}" : $"failed {line}: {error}");
        }

        return 0;
    }
}
