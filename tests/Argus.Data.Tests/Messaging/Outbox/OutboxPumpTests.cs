using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;
using Argus.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Data.Tests.Messaging.Outbox;

public sealed class OutboxPumpTests
{
    private static readonly OutboxPumpOptions Quick = new()
    {
        BatchSize = 16,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(2),
        IdleLook = TimeSpan.FromMilliseconds(5),
        MostAttempts = int.MaxValue,
    };

    [Fact]
    public async Task Run_WithFaultsAndCrashes_LosesNothingAndKeepsTheOrderOfEachKey()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var outbox = new MemoryOutbox { BeforeAcknowledge = () => Fail(random, 5) };
            for (int id = 1; id <= 300; id++)
                outbox.Add(id, $"job-{random.Next(20)}");
            var sink = new RecordingSink(_ => Answer(random));

            // Killed again and again, each time a new publisher goes on; the last one may finish.
            for (int run = 0; run < 5; run++)
            {
                int reached = sink.Reached.Count;
                await RunAsync(sink, outbox, random, () => sink.Reached.Count >= reached + 30);
            }

            outbox.BeforeAcknowledge = () => { };
            await RunAsync(sink, outbox, random, () => outbox.Receipts.Count == 300);

            Assert.Equal(Enumerable.Range(1, 300), sink.Reached.Select(r => (int)r.Id).Distinct().Order());
            Assert.True(sink.Reached.Count > 300, "nothing was repeated: the faults did not happen");
            foreach (var key in sink.Reached.GroupBy(r => r.Key))
            {
                var firsts = key.Select(r => r.Id).Distinct().ToArray();
                Assert.Equal(firsts.Order(), firsts);
            }
        }
    }

    [Fact]
    public async Task Run_OneMessageFails_HoldsUpItsOwnKeyOnly()
    {
        var outbox = new MemoryOutbox();
        outbox.Add(1, "bad");
        outbox.Add(2, "bad");
        outbox.Add(3, "good");
        bool mended = false;
        var sink = new RecordingSink(m => m.Id == 1 && !mended ? (false, Delivery.Later("no")) : (true, Delivery.Done));
        await using var pump = new RunningPump(new(sink, outbox.For(1), Quick, TimeProvider.System, new Random(1), NullLogger<OutboxPump>.Instance));

        await outbox.UntilAsync(() => outbox.Receipts.Count == 1);
        Assert.Equal([("good", 3L)], sink.Reached);
        mended = true;
        await outbox.UntilEmptyAsync();

        Assert.Equal([("good", 3L), ("bad", 1L), ("bad", 2L)], sink.Reached);
    }

    [Fact]
    public async Task Run_MessageThatNeverPasses_IsGivenUpWithItsReason()
    {
        var outbox = new MemoryOutbox();
        outbox.Add(1, "a");
        outbox.Add(2, "a");
        outbox.Add(3, "b");
        var sink = new RecordingSink(m => m.Id switch
        {
            1 => (false, Delivery.Later("no")),
            3 => (false, Delivery.Dead("never")),
            _ => (true, Delivery.Done),
        });
        await using var pump = new RunningPump(new(sink, outbox.For(1), Quick with { MostAttempts = 3 }, TimeProvider.System, new Random(1), NullLogger<OutboxPump>.Instance));

        await outbox.UntilEmptyAsync();

        Assert.Equal([new(1, "Given up after 3 attempts: no"), new(2), new(3, "never")], outbox.Receipts.OrderBy(r => r.Id));
    }

    [Fact]
    public async Task Wake_OfAnIdlePump_LooksAtOnce()
    {
        // A clock that stands still: only the wake can bring the look.
        var outbox = new MemoryOutbox();
        var sink = new RecordingSink(_ => (true, Delivery.Done));
        var pump = new OutboxPump(sink, outbox.For(1), new(), new FakeTimeProvider(), new Random(1), NullLogger<OutboxPump>.Instance);
        await using var running = new RunningPump(pump);
        await outbox.UntilAsync(() => outbox.Reads > 0);

        outbox.Add(1, "a");
        pump.Wake();
        await outbox.UntilEmptyAsync();
    }

    [Fact]
    public async Task Run_SinkAway_WaitsAsLongAsItAsked()
    {
        var clock = new FakeTimeProvider();
        var outbox = new MemoryOutbox();
        outbox.Add(1, "a");
        outbox.Add(2, "b");
        bool away = true;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new RecordingSink(_ =>
        {
            bool closed = away;
            asked.TrySetResult();
            return closed ? (false, Delivery.Away("closed", TimeSpan.FromMinutes(1))) : (true, Delivery.Done);
        });
        var pump = new OutboxPump(sink, outbox.For(1), new(), clock, new Random(1), NullLogger<OutboxPump>.Instance);
        await using var running = new RunningPump(pump);
        await asked.Task;
        away = false;

        // The pause may begin a moment later than the answer: the clock goes on until it is over, and a wake does not shorten it.
        var start = clock.GetUtcNow();
        pump.Wake();
        while (outbox.Receipts.Count < 2)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Run_LeaseTakenByAnother_Stops()
    {
        var clock = new FakeTimeProvider();
        var outbox = new MemoryOutbox();
        var sink = new RecordingSink(_ => (true, Delivery.Done));
        var pump = new OutboxPump(sink, outbox.For(1), new(), clock, new Random(1), NullLogger<OutboxPump>.Instance);
        await using var running = new RunningPump(pump);
        await outbox.UntilAsync(() => outbox.Reads > 0);

        outbox.TakeLease("another");
        clock.Advance(TimeSpan.FromSeconds(15));
        int reads = outbox.Reads;
        outbox.Add(1, "a");
        pump.Wake();
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(reads, outbox.Reads);
        Assert.Empty(sink.Reached);
    }

    [Fact]
    public async Task Run_StoreFailsWhileStopped_EndsQuietlyAndLeavesTheMessage()
    {
        using var stop = new CancellationTokenSource();
        var outbox = new MemoryOutbox
        {
            BeforeAcknowledge = () =>
            {
                stop.Cancel();
                throw new IOException("the store is away");
            },
        };
        outbox.Add(1, "job");
        var sink = new RecordingSink(_ => (true, Delivery.Done));
        var pump = new OutboxPump(sink, outbox.For(1), Quick, TimeProvider.System, new Random(1), NullLogger<OutboxPump>.Instance);

        await pump.RunAsync(stop.Token);

        Assert.Single(sink.Reached);
        Assert.Empty(outbox.Receipts);
    }

    private static (bool, Delivery) Answer(Random random) => random.Next(20) switch
    {
        0 => (false, Delivery.Away("away")),
        1 => (true, Delivery.Away("its answer was lost")),
        2 => (false, Delivery.Later("no")),
        3 => (true, Delivery.Later("its answer was lost")),
        _ => (true, Delivery.Done),
    };

    private static void Fail(Random random, int oneIn)
    {
        if (random.Next(oneIn) == 0)
            throw new IOException("the store is away");
    }

    private static async Task RunAsync(RecordingSink sink, MemoryOutbox outbox, Random random, Func<bool> enough)
    {
        var pump = new OutboxPump(sink, outbox.For(new object()), Quick, TimeProvider.System, new Random(random.Next()), NullLogger<OutboxPump>.Instance);
        await using var running = new RunningPump(pump);
        await outbox.UntilAsync(() => enough() || outbox.IsEmptyNeedsLock);
    }
}
