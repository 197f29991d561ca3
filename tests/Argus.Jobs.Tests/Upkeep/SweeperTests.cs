using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Upkeep;
using Argus.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Jobs.Tests.Upkeep;

public sealed class SweeperTests : IAsyncDisposable
{
    private static readonly JobsOptions WithKafka = new() { RetentionDays = 30, Kafka = new KafkaConnection { BootstrapServers = "127.0.0.1:1" } };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private IJobStore? _jobs;

    public async ValueTask DisposeAsync()
    {
        if (_jobs is not null)
            await _jobs.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Turn_JobsThatEndedLongAgo_AreDeleted()
    {
        var sweeper = Open(new JobsOptions { RetentionDays = 30 });
        var old = new List<Guid>();
        for (int i = 0; i < 3; i++)
            old.Add((await _jobs!.CancelAsync(await CreateAsync(i))).Job!.Id);
        _time.Advance(TimeSpan.FromDays(29));
        var young = (await _jobs!.CancelAsync(await CreateAsync(3))).Job!.Id;
        var waiting = await CreateAsync(4);

        await sweeper.TurnAsync(default);
        Assert.NotNull(await _jobs.GetAsync(old[0]));
        _time.Advance(TimeSpan.FromDays(2));
        await sweeper.TurnAsync(default);

        foreach (var id in old)
            Assert.Null(await _jobs.GetAsync(id));
        Assert.NotNull(await _jobs.GetAsync(young));
        Assert.NotNull(await _jobs.GetAsync(waiting));
    }

    [Fact]
    public async Task Start_Runs_LooksEveryMinute()
    {
        var log = new AwaitedLog();
        Open(new JobsOptions { RetentionDays = 1 });
        using var sweeper = new Sweeper(_jobs!, new JobsOptions { RetentionDays = 1 }, _time, log);
        var ended = (await _jobs!.CancelAsync(await CreateAsync(1))).Job!.Id;
        await sweeper.StartAsync(default);
        _time.Advance(TimeSpan.FromDays(2));
        await log.UntilAsync("Deleted 1 jobs");
        await sweeper.StopAsync(default);

        Assert.Null(await _jobs.GetAsync(ended));
    }

    [Fact]
    public async Task Turn_MessageLost_IsWrittenAgain()
    {
        var sweeper = Open(WithKafka);
        var id = await CreateAsync(1);
        await AcknowledgeAsync(OutboxSinks.Kafka);

        _time.Advance(TimeSpan.FromMinutes(4));
        await sweeper.TurnAsync(default);
        Assert.Empty(await RowsAsync(OutboxSinks.Kafka));
        _time.Advance(TimeSpan.FromMinutes(2));
        await sweeper.TurnAsync(default);

        Assert.Equal(id.ToString(), Assert.Single(await RowsAsync(OutboxSinks.Kafka)).Key);
    }

    [Fact]
    public async Task Turn_BrokersAway_PilesNothingUp()
    {
        var sweeper = Open(WithKafka);
        await CreateAsync(1);
        await CreateAsync(2);
        for (int minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await sweeper.TurnAsync(default);
        }

        Assert.Equal(2, (await RowsAsync(OutboxSinks.Kafka)).Count);
    }

    [Fact]
    public async Task Turn_SinkThatIsNotUsedAnyMore_ItsRowsAreSetAside()
    {
        var sinks = OutboxSinks.Of(new JobsOptions { Mqtt = new MqttOptions { Host = "127.0.0.1", ClientId = "t" } });
        var sweeper = Open(new JobsOptions(), sinks);
        await _jobs!.CancelAsync(await CreateAsync(1));
        Assert.True(await _jobs.LeaseOutboxAsync(OutboxSinks.Mqtt, "another", TimeSpan.FromMinutes(30)));

        await sweeper.TurnAsync(default);
        Assert.Single(await RowsAsync(OutboxSinks.Mqtt));
        _time.Advance(TimeSpan.FromHours(1));
        await sweeper.TurnAsync(default);

        Assert.Empty(await RowsAsync(OutboxSinks.Mqtt));
        Assert.Equal(1, Assert.Single((await _jobs.CountAsync()).Outbox).Dead);
        Assert.True(await _jobs.LeaseOutboxAsync(OutboxSinks.Mqtt, "another", TimeSpan.FromSeconds(1)));
    }

    private Sweeper Open(JobsOptions options, IReadOnlyList<OutboxSink>? sinks = null)
    {
        _jobs = SqliteJobStore.Open(_folder.At("jobs.db"), new JobStoreOptions { Sinks = sinks ?? OutboxSinks.Of(options) }, _time);
        return new(_jobs, options, _time, NullLogger<Sweeper>.Instance);
    }

    private async Task<Guid> CreateAsync(long media) => Assert.Single(await _jobs!.CreateAsync([new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = media }])).Job.Id;

    private Task<IReadOnlyList<Data.Messaging.Outbox.OutboxMessage>> RowsAsync(string sink) => _jobs!.ReadOutboxAsync(sink, long.MinValue, 100);

    private async Task AcknowledgeAsync(string sink) => await _jobs!.AcknowledgeOutboxAsync([.. (await RowsAsync(sink)).Select(r => new Data.Messaging.Outbox.OutboxReceipt(r.Id))]);
}
