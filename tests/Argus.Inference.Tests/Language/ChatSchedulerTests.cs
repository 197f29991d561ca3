using System.Diagnostics.Metrics;
using Argus.Inference.Language;
using Argus.Inference.Scheduling;
using Argus.Testing;

namespace Argus.Inference.Tests.Language;

[Collection(OneModelAtATime.Name)]
public sealed class ChatSchedulerTests : IDisposable
{
    private static readonly GenerationOptions Greedy = new() { Temperature = 0 };

    private readonly LanguageModel _model = TestLanguage.Load(TestLanguage.SelfTest);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Start_Greedy_EndsAtTheEndToken()
    {
        await using var scheduler = Scheduler(new());

        var stream = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default);

        Assert.Equal(Admission.Done, await stream.Begun);
        var parts = await stream.Parts.ReadAllAsync().ToListAsync();
        Assert.Equal(TestLanguage.Sentence, string.Concat(parts));
        Assert.InRange(parts.Count, 15, 30);
        Assert.Equal(FinishReason.Stop, stream.Reason);
    }

    [Theory]
    [InlineData(" three", " one two")]
    [InlineData("ee fo", " one two thr")]
    [InlineData("nowhere", null)]
    public async Task Start_StopText_EndsBeforeIt(string stop, string? expected)
    {
        await using var scheduler = Scheduler(new());

        var stream = scheduler.Start(TestLanguage.Prompt(_model, "count"), Greedy with { Stop = [stop], MaxTokens = 25 }, DateTimeOffset.MaxValue, default);

        string text = await TestLanguage.TextAsync(stream);
        Assert.Equal(expected ?? " one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five", text);
        Assert.Equal(expected is null ? FinishReason.Length : FinishReason.Stop, stream.Reason);
    }

    [Fact]
    public async Task Start_SameSeed_GivesTheSameText()
    {
        await using var scheduler = Scheduler(new());
        var options = new GenerationOptions { Temperature = 2, Seed = 7, MaxTokens = 40 };
        int[] prompt = TestLanguage.Prompt(_model, "count");

        string[] texts = await Task.WhenAll(new[] { options, options, options with { Seed = 8 } }.Select(o => TestLanguage.TextAsync(scheduler.Start(prompt, o, DateTimeOffset.MaxValue, default))));

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
        Assert.NotEqual(" one two three", texts[0][..14]);
    }

    [Fact]
    public async Task Start_ThirtyTwoStreams_HaveEqualShares()
    {
        await using var scheduler = Scheduler(new() { Streams = 32, Workers = 2 });
        int[] prompt = TestLanguage.Prompt(_model, "count");

        var streams = Enumerable.Range(0, 32).Select(_ => scheduler.Start(prompt, Greedy with { MaxTokens = 2000 }, DateTimeOffset.MaxValue, default)).ToList();
        // From the moment when all are there to that when the first is done, each has had as many turns as any other.
        int[] before = [.. streams.Select(s => s.Tokens.Count)];
        await Task.WhenAny(streams.Select(s => s.Ended));
        List<int> shares = [.. streams.Select((s, i) => (Share: s.Tokens.Count - before[i], s.Ended.IsCompleted)).Where(s => !s.IsCompleted).Select(s => s.Share)];

        string[] texts = await Task.WhenAll(streams.Select(TestLanguage.TextAsync));
        Assert.All(texts, t => Assert.Equal(texts[0], t));
        // A thread that the machine puts aside keeps one text in its hands meanwhile.
        Assert.All(shares, share => Assert.InRange(share, (shares.Max() * 9 / 10) - 10, shares.Max()));
    }

    [Fact]
    public async Task Start_ShortBesideLong_DoesNotWaitForTheLong()
    {
        await using var scheduler = Scheduler(new() { Workers = 1 });
        var slow = Endless(scheduler, default);

        await TestLanguage.TextAsync(scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default));

        Assert.InRange(slow.Tokens.Count, 1, 30_000);
        Assert.False(slow.Ended.IsCompleted);
    }

    [Fact]
    public async Task Start_NoPlaceLeft_WaitsThenIsRefused()
    {
        await using var scheduler = Scheduler(new() { Streams = 1, QueueCapacity = 1 });
        using var hangUp = new CancellationTokenSource();
        var first = Endless(scheduler, hangUp.Token);
        var second = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default);
        var third = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default);

        Assert.Equal(Admission.QueueFull, await third.Begun);
        Assert.False(second.Begun.IsCompleted);
        Assert.Equal((1, 1), (scheduler.Active, scheduler.Waiting));

        await hangUp.CancelAsync();
        Assert.Equal(Admission.Done, await second.Begun);
        Assert.Equal(TestLanguage.Sentence, await TestLanguage.TextAsync(second));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestLanguage.TextAsync(first));
    }

    [Fact]
    public async Task Start_DeadlinePassesWhileItWaits_IsRefused()
    {
        var clock = new FakeTimeProvider();
        await using var scheduler = new ChatScheduler(_model, new() { Streams = 1 }, clock);
        using var hangUp = new CancellationTokenSource();
        Endless(scheduler, hangUp.Token);
        var second = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, clock.GetUtcNow().AddSeconds(30), default);

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(second.Begun.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Admission.DeadlinePassed, await second.Begun);
        await hangUp.CancelAsync();
    }

    [Fact]
    public async Task Start_CallerHangsUpWhileItWaits_LeavesTheQueue()
    {
        await using var scheduler = Scheduler(new() { Streams = 1 });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Endless(scheduler, first.Token);
        var waiting = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, second.Token);

        await second.CancelAsync();

        Assert.Equal(0, scheduler.Waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Begun);
        await first.CancelAsync();
    }

    [Fact]
    public async Task Dispose_StreamsUnderWay_AreBrokenOff()
    {
        var scheduler = Scheduler(new() { Streams = 1 });
        var first = Endless(scheduler, default);
        var second = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default);

        await scheduler.DisposeAsync();

        Assert.Equal(Admission.Stopping, await second.Begun);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestLanguage.TextAsync(first));
    }

    [Fact]
    public async Task Dispose_CallerHangsUpMeanwhile_IsNoFault()
    {
        var scheduler = Scheduler(new() { Streams = 1 });
        Endless(scheduler, default);
        using var hangUp = new CancellationTokenSource();
        int[] prompt = TestLanguage.Prompt(_model, "Hallo!");
        var second = scheduler.Start(prompt, Greedy, DateTimeOffset.MaxValue, default);
        var third = scheduler.Start(prompt, Greedy, DateTimeOffset.MaxValue, hangUp.Token);
        // The second is told that the process stops: at that moment the caller of the third hangs up.
        Exception? fault = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "argus.chat.refused")
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => fault ??= Record.Exception(hangUp.Cancel));
        listener.Start();

        await scheduler.DisposeAsync();

        Assert.Null(fault);
        Assert.True(hangUp.IsCancellationRequested);
        Assert.Equal([Admission.Stopping, Admission.Stopping], [await second.Begun, await third.Begun]);
    }

    [Fact]
    public async Task Start_CallerHangsUpBeforeOrInThePrompt_FreesThePlace()
    {
        await using var scheduler = Scheduler(new() { Streams = 1, QueueCapacity = 1, PromptChunk = 1 });
        using var before = new CancellationTokenSource();
        await before.CancelAsync();
        using var amid = new CancellationTokenSource();

        var never = Endless(scheduler, before.Token);
        var reading = scheduler.Start(TestLanguage.Prompt(_model, string.Join(' ', Enumerable.Repeat("one", 3000))), Greedy, DateTimeOffset.MaxValue, amid.Token);
        var next = scheduler.Start(TestLanguage.Prompt(_model, "Hallo!"), Greedy, DateTimeOffset.MaxValue, default);
        Assert.Equal(Admission.Done, await reading.Begun);
        await amid.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never.Begun);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestLanguage.TextAsync(reading));
        Assert.Empty(reading.Tokens);
        Assert.Equal(TestLanguage.Sentence, await TestLanguage.TextAsync(next));
    }

    // The context of the self-test is not long enough for ever, but for long: a few thousand tokens.
    private ChatStream Endless(ChatScheduler scheduler, CancellationToken hangUp) =>
        scheduler.Start(TestLanguage.Prompt(_model, "count"), Greedy, DateTimeOffset.MaxValue, hangUp);

    private ChatScheduler Scheduler(ChatSchedulerOptions options) => new(_model, options, TimeProvider.System);
}
