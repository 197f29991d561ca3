using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;

namespace Argus.Data.Tests.Jobs;

/// <summary>Callers that share a transaction.</summary>
public sealed class PostgresCreationsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long[]> _groups = [];
    private readonly PostgresCreations _creations;
    private Func<long[], Exception?> _fault = _ => null;

    public PostgresCreationsTests() => _creations = new(CreateAsync, TimeProvider.System);

    [Fact]
    public async Task Create_WhileOneIsUnderWay_SharesTheNextAndGetsItsOwnAnswers()
    {
        var first = AskAsync(1);
        await _begun.Task.WaitAsync(Patience);
        Task<IReadOnlyList<CreateResult>>[] others = [AskAsync(2), AskAsync(3, 4), AskAsync(5)];
        _open.SetResult();

        await Task.WhenAll([first, .. others]).WaitAsync(Patience);

        Assert.Equal([[1], [2, 3, 4, 5]], _groups);
        Assert.Equal([[2], [3, 4], [5]], others.Select(o => o.Result.Select(r => r.Job.MediaStoreId)));
    }

    [Fact]
    public async Task Create_OfOneThatCannotBe_FailsAlone()
    {
        _fault = ids => ids.Contains(3) ? new JobStoreException(JobStoreFault.Other, "three", null) : null;
        var first = AskAsync(1);
        await _begun.Task.WaitAsync(Patience);
        Task<IReadOnlyList<CreateResult>>[] others = [AskAsync(2), AskAsync(3), AskAsync(4)];
        _open.SetResult();

        await Assert.ThrowsAsync<JobStoreException>(() => others[1].WaitAsync(Patience));
        Assert.Equal(2, Assert.Single(await others[0].WaitAsync(Patience)).Job.MediaStoreId);
        Assert.Equal(4, Assert.Single(await others[2].WaitAsync(Patience)).Job.MediaStoreId);
        Assert.Single(await first);
    }

    [Fact]
    public async Task Create_WhileTheDatabaseIsAway_FailsForAllWithoutAnotherTry()
    {
        _fault = ids => ids.Contains(2) ? new JobStoreException(JobStoreFault.Unavailable, "away", null) : null;
        var first = AskAsync(1);
        await _begun.Task.WaitAsync(Patience);
        Task<IReadOnlyList<CreateResult>>[] others = [AskAsync(2), AskAsync(3)];
        _open.SetResult();

        foreach (var other in others)
            await Assert.ThrowsAsync<JobStoreException>(() => other.WaitAsync(Patience));
        Assert.Equal(2, _groups.Count);
        Assert.Single(await first);
    }

    [Fact]
    public async Task Create_CancelledBeforeItsTurn_IsNotDone()
    {
        using var stop = new CancellationTokenSource();
        var first = AskAsync(1);
        await _begun.Task.WaitAsync(Patience);
        var cancelled = _creations.CreateAsync(Made(2), stop.Token);
        var last = AskAsync(3);
        await stop.CancelAsync();
        _open.SetResult();

        await Task.WhenAll(first, last).WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal([[1], [3]], _groups);
    }

    private Task<IReadOnlyList<CreateResult>> AskAsync(params long[] ids) => _creations.CreateAsync(Made(ids), default);

    private async Task<IReadOnlyList<CreateResult>> CreateAsync(IReadOnlyList<(NewJob Wish, Job Job)> made)
    {
        long[] ids = [.. made.Select(m => m.Job.MediaStoreId)];
        _groups.Add(ids);
        _begun.TrySetResult();
        await _open.Task;
        if (_fault(ids) is { } fault)
            throw fault;
        return [.. made.Select(m => new CreateResult(CreateOutcome.Created, m.Job))];
    }

    private static (NewJob, Job)[] Made(params long[] ids) => Array.ConvertAll(ids, id =>
    {
        var wish = new NewJob { TaskType = JobTasks.ImageEmbedding, MediaStoreId = id, Priority = 5 };
        return (wish, JobRules.New(wish, Guid.NewGuid(), DateTimeOffset.UnixEpoch));
    });
}
