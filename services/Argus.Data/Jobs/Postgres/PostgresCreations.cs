namespace Argus.Data.Jobs.Postgres;

/// <summary>
/// Creations of many callers in one transaction: what comes while one is under way shares the next. Each transaction tells the other processes, and
/// PostgreSQL lets those that do commit one after the other, so that a caller alone would pay for a flush, and all together for one each.
/// </summary>
internal sealed class PostgresCreations(Func<IReadOnlyList<(NewJob Wish, Job Job)>, Task<IReadOnlyList<CreateResult>>> create, TimeProvider time)
{
    // Bounds how long the first of a group waits for the last.
    private const int MostJobs = 256;

    // Where many call, those who were just answered come again at once: for so long they are waited for, or half of the callers would be in each other group.
    private const int Many = 4;
    private static readonly TimeSpan Return = TimeSpan.FromMilliseconds(1);
    private readonly Queue<Request> _waiting = [];
    private readonly Lock _lock = new();
    private bool _isWorking;

    /// <summary>Creates jobs; answers are in their order.</summary>
    /// <param name="made">What is wished, and the job that it becomes.</param>
    /// <param name="cancel">Ends the wait; the jobs may be created all the same, unless it came before their turn.</param>
    public Task<IReadOnlyList<CreateResult>> CreateAsync(IReadOnlyList<(NewJob Wish, Job Job)> made, CancellationToken cancel)
    {
        var request = new Request(made, cancel);
        lock (_lock)
        {
            _waiting.Enqueue(request);
            if (!_isWorking)
            {
                _isWorking = true;
                _ = Task.Run(WorkAsync, CancellationToken.None);
            }
        }

        return request.Done.Task.WaitAsync(cancel);
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            // Of several one may be to blame: the others shall not fail with it.
            if (!await TryAsync(group, isLast: group.Count == 1))
            {
                foreach (var request in group)
                    await TryAsync([request], isLast: true);
            }

            if (group.Count >= Many)
                await Task.Delay(Return, time);
        }
    }

    private List<Request> Take()
    {
        lock (_lock)
        {
            List<Request> group = [];
            int jobs = 0;
            while (_waiting.TryPeek(out var next) && (group.Count == 0 || jobs + next.Made.Count <= MostJobs))
            {
                _waiting.Dequeue();
                if (next.Cancel.IsCancellationRequested)
                    continue;
                group.Add(next);
                jobs += next.Made.Count;
            }

            _isWorking = group.Count > 0;
            return group;
        }
    }

    private async Task<bool> TryAsync(List<Request> group, bool isLast)
    {
        try
        {
            var results = await create([.. group.SelectMany(r => r.Made)]);
            int first = 0;
            foreach (var request in group)
            {
                request.Done.TrySetResult([.. results.Skip(first).Take(request.Made.Count)]);
                first += request.Made.Count;
            }

            return true;
        }
        catch (Exception error) when (isLast || error is JobStoreException { Fault: not JobStoreFault.Other })
        {
            group.ForEach(request => request.Done.TrySetException(error));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private sealed record Request(IReadOnlyList<(NewJob Wish, Job Job)> Made, CancellationToken Cancel)
    {
        public TaskCompletionSource<IReadOnlyList<CreateResult>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
