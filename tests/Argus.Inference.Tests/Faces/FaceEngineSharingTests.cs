using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.SelfTest.Drawing;
using Argus.Testing;

namespace Argus.Inference.Tests.Faces;

/// <summary>One engine for many callers: the same answers, cancelled or not, and little garbage.</summary>
public sealed class FaceEngineSharingTests : IDisposable
{
    private static readonly ResolvedPack Pack = ReferencePacks.Resolve(Path.Combine(TestData.Repository, "models", "selftest", "pack.yaml"));

    private static readonly byte[][] Pictures =
    [
        .. Enumerable.Range(0, 4).Select(i => UprightCanvas.With(
            500 + 60 * i, 420, [.. Enumerable.Range(0, 2 * i).Select(f => new DrawnFace(70 + 100 * f, 120 + 30 * f, 60 + 6 * f, FaceLook.FromSeed(8 * i + f)))]).ToJpeg()),
    ];

    private readonly FaceEngine _engine = FaceEngine.Load(Pack, new FaceEngineOptions());

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Analyze_EightThreads_AnswerAsOne()
    {
        string[] alone = [.. Pictures.Select(p => Answer(_engine, p))];
        Assert.Equal(Pictures.Length, alone.Distinct().Count());

        string[][] together = AtOnce<string[]>(8, thread => [.. Enumerable.Range(0, 6 * Pictures.Length).Select(i => Answer(_engine, Pictures[(i + thread) % Pictures.Length]))]);

        for (int thread = 0; thread < together.Length; thread++)
            Assert.Equal(Enumerable.Range(0, together[thread].Length).Select(i => alone[(i + thread) % alone.Length]), together[thread]);
    }

    [Fact]
    public async Task Analyze_WithWorkers_AnswersAsWithout()
    {
        await using var pool = new WorkerPool(new WorkerPoolOptions { Workers = 3 }, TimeProvider.System);
        using var engine = FaceEngine.Load(Pack, new FaceEngineOptions(), pool);

        for (int i = 0; i < 5; i++)
            Assert.Equal(Pictures.Select(p => Answer(_engine, p)), Pictures.Select(p => Answer(engine, p)));
    }

    [Fact]
    public void Analyze_CancelledBefore_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => _engine.Analyze(Pictures[1], AnalyzeRequest.All, out _, cancelled));
        Assert.Throws<OperationCanceledException>(() => _engine.EmbedCrop(Pictures[1], normalize: true, out _, cancelled));
    }

    [Fact]
    public async Task Analyze_CancelledAtAnyMoment_ThrowsOrAnswersInFull()
    {
        await using var pool = new WorkerPool(new WorkerPoolOptions { Workers = 2 }, TimeProvider.System);
        using var engine = FaceEngine.Load(Pack, new FaceEngineOptions(), pool);
        string whole = Answer(engine, Pictures[^1]);
        int cancelled = 0;
        for (int i = 0; i < 60; i++)
        {
            using var source = new CancellationTokenSource();
            using var start = new Barrier(2);
            int spins = 20_000 * i;
            var hangUp = Task.Run(() =>
            {
                start.SignalAndWait();
                Thread.SpinWait(spins);
                source.Cancel();
            });
            start.SignalAndWait();
            try
            {
                Assert.Equal(whole, Answer(engine, Pictures[^1], source.Token));
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }

            await hangUp;
        }

        Assert.InRange(cancelled, 1, 60);
        Assert.Equal(whole, Answer(engine, Pictures[^1]));
    }

    [Fact]
    public void Dispose_Twice_IsHarmless()
    {
        var engine = FaceEngine.Load(Pack, new FaceEngineOptions());
        engine.Dispose();
        engine.Dispose();

        Assert.Single(_engine.Sessions[ModelRole.Detector].Inputs);
        Assert.NotEqual("", Answer(_engine, Pictures[1]));
    }

    [Fact]
    public void Analyze_Again_AllocatesLittle()
    {
        byte[] picture = Pictures[1];
        for (int i = 0; i < 20; i++)
            Answer(_engine, picture);
        const int Times = 50;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Times; i++)
            _engine.Analyze(picture, AnalyzeRequest.All, out _);

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Times;

        // Tensors (megabytes) and pixels are native. What is left, 25 kB for two faces, are candidates, vectors and what ONNX Runtime wraps runs in.
        Assert.InRange(each, 1, 32_000);
    }

    // All that an answer says, to the last bit.
    private static string Answer(FaceEngine engine, byte[] picture, CancellationToken cancel = default)
    {
        Assert.Null(engine.Analyze(picture, AnalyzeRequest.All, out var analysis, cancel));
        return string.Join('\n', analysis!.Faces.Select(f => $"{f.Box} {f.Score:R} {f.Landmarks} {f.Age} {f.Gender} {string.Join(' ', f.Embedding!)}"));
    }

    private static T[] AtOnce<T>(int threads, Func<int, T> work)
    {
        var results = new T[threads];
        using var start = new Barrier(threads);
        var all = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            results[i] = work(i);
        })).ToList();
        all.ForEach(t => t.Start());
        all.ForEach(t => t.Join());
        return results;
    }
}
