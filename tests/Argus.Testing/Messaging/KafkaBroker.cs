using Argus.Testing.Processes;

namespace Argus.Testing.Messaging;

/// <summary>A Kafka cluster on loopback for one test, in a process of its own. It keeps nothing on disk; a broker that is down keeps its messages. It makes topics that are asked for, with 4 partitions.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly ProgramRun _program;

    private KafkaBroker(ProgramRun program, string servers)
    {
        _program = program;
        Servers = servers;
    }

    /// <summary>Where it listens: host:port, separated by commas.</summary>
    public string Servers { get; }

    public static async Task<KafkaBroker> StartAsync(int brokers = 1)
    {
        const string ready = "listening ";
        var program = new ProgramRun("Argus.MessagingHost", ["broker", $"{brokers}"], new Dictionary<string, string>());
        await program.UntilLineAsync(line => line.StartsWith(ready, StringComparison.Ordinal));
        return new(program, program.Lines.First(line => line.StartsWith(ready, StringComparison.Ordinal))[ready.Length..]);
    }

    /// <summary>Makes topics with one partition each.</summary>
    public async Task MakeTopicsAsync(IEnumerable<string> names)
    {
        foreach (string name in names)
            await MakeTopicAsync(name, 1);
    }

    /// <summary>Makes a topic with so many partitions.</summary>
    public Task MakeTopicAsync(string name, int partitions) => OrderAsync($"topic {name} {partitions}");

    /// <summary>Breaks the connections of a broker, the first is 1, and takes no new ones.</summary>
    public Task TakeDownAsync(int broker = 1) => OrderAsync($"down {broker}");

    public Task BringUpAsync(int broker = 1) => OrderAsync($"up {broker}");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private async Task OrderAsync(string order)
    {
        int before = _program.Lines.Count(IsAnswer);
        await _program.WriteAsync(order);
        await _program.UntilLineAsync(_ => _program.Lines.Count(IsAnswer) > before);
        string answer = _program.Lines.Last(IsAnswer);
        if (answer != $"ok {order}")
            throw new InvalidOperationException(answer);
    }

    private static bool IsAnswer(string line) => line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("failed ", StringComparison.Ordinal);
}
