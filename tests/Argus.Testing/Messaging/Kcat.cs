using System.Text.Json.Nodes;
using Argus.Testing.Processes;

namespace Argus.Testing.Messaging;

/// <summary>kcat, a Kafka client that shares no code of ours: it shows what is really in a topic.</summary>
public static class Kcat
{
    private const char Separator = '\u001f';

    /// <summary>Writes messages.</summary>
    /// <param name="headers">name=value, for each of them.</param>
    public static async Task ProduceAsync(string servers, string topic, IEnumerable<string> bodies, params string[] headers)
    {
        await using var run = ProgramRun.OfMachine(DebianProgram.Kcat.Path, ["-P", "-b", servers, "-t", topic, .. headers.SelectMany(h => new[] { "-H", h })]);
        await run.WriteAsync(bodies);
        run.EndInput();
        await run.ExitAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"kcat failed: {run}");
    }

    /// <summary>Reads a topic until it has so many messages.</summary>
    public static async Task<IReadOnlyList<KcatMessage>> ConsumeAsync(string servers, string topic, int count)
    {
        await using var run = ProgramRun.OfMachine(
            DebianProgram.Kcat.Path, "-C", "-q", "-u", "-b", servers, "-t", topic, "-o", "beginning", "-c", $"{count}", "-X", "topic.metadata.refresh.interval.ms=500", "-f", $"%k{Separator}%h{Separator}%s\\n");
        await run.ExitAsync();
        return [.. run.Lines.Select(Parse)];
    }

    /// <summary>All topics, with the number of their partitions.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> TopicsAsync(string servers)
    {
        await using var run = ProgramRun.OfMachine(DebianProgram.Kcat.Path, "-L", "-J", "-b", servers);
        await run.ExitAsync();
        return JsonNode.Parse(run.ToString())!["topics"]!.AsArray().ToDictionary(topic => (string)topic!["topic"]!, topic => topic!["partitions"]!.AsArray().Count);
    }

    private static KcatMessage Parse(string line)
    {
        string[] parts = line.Split(Separator, 3);
        if (parts.Length != 3)
            throw new InvalidOperationException($"kcat failed: {line}");
        return new(parts[0], parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries), parts[2]);
    }
}
