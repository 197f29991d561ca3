using System.Runtime.CompilerServices;

namespace Argus.Cli.Pictures;

/// <summary>Works on many things side by side and gives the results in their order.</summary>
internal static class OrderedWork
{
    // Results that wait for a slower one before them: enough to keep the workers busy, not all of a large folder.
    private const int Ahead = 8;

    /// <summary>Runs <paramref name="work"/> on every item. Where the reader stops or is cancelled, what is under way is cancelled and waited for.</summary>
    /// <param name="items">In the order of the results.</param>
    /// <param name="concurrency">How many are worked on at once, at least 1.</param>
    /// <param name="work">Gives the result of one.</param>
    /// <param name="cancel">Ends it.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, int concurrency, Func<TItem, CancellationToken, Task<TResult>> work, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var places = new SemaphoreSlim(concurrency);
        Queue<Task<TResult>> pending = [];
        try
        {
            foreach (var item in items)
            {
                pending.Enqueue(RunOneAsync(item));
                while (pending.Count >= concurrency * Ahead || (pending.TryPeek(out var first) && first.IsCompleted))
                    yield return await pending.Dequeue();
            }

            while (pending.TryDequeue(out var next))
                yield return await next;
        }
        finally
        {
            await ending.CancelAsync();
            // Whatever they say now, nobody asks for it any more; but they must not use what is disposed of next.
            await Task.WhenAll(pending).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        async Task<TResult> RunOneAsync(TItem item)
        {
            await places.WaitAsync(ending.Token);
            try
            {
                return await work(item, ending.Token);
            }
            finally
            {
                places.Release();
            }
        }
    }
}
