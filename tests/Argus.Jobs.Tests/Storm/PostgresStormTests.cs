using System.Diagnostics;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Tests.Vectors.Qdrant;
using Argus.Data.Vectors.Qdrant;
using Xunit.Abstractions;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Workers, API, database, brokers, vector store, media store and models are killed, cut off or hang by chance while jobs come: each job ends once, as its file deserves, and nothing of it is missing.</summary>
public sealed class PostgresStormTests(ITestOutputHelper output)
{
    private const int BadMessages = 5;

    [StormFact]
    public async Task Jobs_WhileEverythingIsKilled_EndOnceAsTheyDeserve()
    {
        foreach (int seed in StormSize.Seeds)
            await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        var plan = new StormPlan(seed, StormSize.Jobs, byKafka: true);
        var pace = new Pace();
        long begun = Stopwatch.GetTimestamp();
        await using var storm = await PostgresStorm.StartAsync(plan, pace, seed);
        using var callers = new StormCallers(storm.Api, storm.Brokers);
        var chaos = new Chaos(seed, pace, storm.Disturbances());
        for (int i = 0; i < BadMessages; i++)
            _ = callers.SendAsync(JobTopics.For(plan.Jobs[0].Task, 5), $$"""{"media_store_id":"bad {{i}}"}""");

        await chaos.RunAsync(StormSize.Disturbances, plan.Jobs, callers.BringAsync);
        var calmed = Stopwatch.GetElapsedTime(begun);
        storm.Heal();

        var events = new StormEvents();
        await TopicReader.ReadAsync(storm.Brokers, PostgresStorm.EventsTopic, PostgresStorm.Partitions, events.Add, () => events.HaveEnded(plan.Jobs.Count));
        var ended = Stopwatch.GetElapsedTime(begun);
        var verdict = new StormVerdict(plan, callers);
        await verdict.JudgeJobsAsync();
        verdict.JudgeEvents(events);
        storm.Platform.ReadResults();
        verdict.JudgeResults(storm.Platform.Results.ToDictionary(r => r.Key, r => r.Value.Keys.ToArray()));
        await using (var vectors = new QdrantVectorStore(new QdrantOptions { Url = storm.Qdrant.Url, ApiKey = FakeQdrant.Key }, TimeProvider.System))
            await verdict.JudgeVectorsAsync(vectors);
        if (storm.HasMqtt)
            verdict.JudgeEvents(await storm.MqttAsync(plan.Jobs.Count));
        verdict.Add(await DeadAsync(storm));
        verdict.Add(storm.Programs.SelectMany(p => p.Strange));

        output.WriteLine($"seed {seed}: {plan.Jobs.Count} jobs, {chaos.Count} disturbances: {chaos.Done}; posts repeated {callers.Repeated}; starts {string.Join(" + ", storm.Programs.Select(p => p.Starts))}");
        output.WriteLine($"{string.Join(", ", verdict.Ends.Select(e => $"{e.Key} {e.Value}"))}; events {events.Count}, of them copies {events.Copies}; storm {calmed.TotalSeconds:0} s, all ended after {ended.TotalSeconds:0} s");
        Assert.True(verdict.Faults.Count == 0, $"seed {seed}, {verdict.Faults.Count} faults:\n{string.Join('\n', verdict.Faults.Take(40))}\n{string.Join('\n', storm.Programs)}");
    }

    private static async Task<IEnumerable<string>> DeadAsync(PostgresStorm storm)
    {
        HashSet<string> dead = [];
        await TopicReader.ReadAsync(storm.Brokers, JobTopics.Dead, PostgresStorm.Partitions, body => dead.Add(body), () => dead.Count >= BadMessages);
        return dead.Count == BadMessages ? [] : [$"{dead.Count} of {BadMessages} bad messages are dead: {string.Join(" | ", dead)}"];
    }
}
