using System.Runtime.CompilerServices;
using Argus.Data.Blobs;

namespace Argus.Datasets.Tests.Year;

/// <summary>Breaks off at random calls, before or after their effect, as a killed process or a broken network does.</summary>
internal sealed class FaultyBlobStore(IBlobStore inner, Random random, double rate) : IBlobStore
{
    /// <summary>Whether it breaks off at all.</summary>
    public bool IsOn { get; set; }

    /// <summary>How often it did.</summary>
    public int Faults { get; private set; }

    /// <summary>Called at each fault.</summary>
    public Action? OnFault { get; set; }

    public string Name => inner.Name;

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel) => AroundAsync(async () =>
    {
        await inner.PutAsync(key, content, cancel);
        return true;
    });

    public Task<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel) => AroundAsync(() => inner.PutIfAbsentAsync(key, content, cancel));

    public Task<Blob?> GetAsync(string key, long most, CancellationToken cancel) => AroundAsync(() => inner.GetAsync(key, most, cancel));

    public Task<BlobInfo?> FindAsync(string key, CancellationToken cancel) => AroundAsync(() => inner.FindAsync(key, cancel));

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        Break();
        await foreach (var found in inner.ListAsync(prefix, cancel))
            yield return found;
        Break();
    }

    public Task<bool> CopyAsync(string from, string to, CancellationToken cancel) => AroundAsync(() => inner.CopyAsync(from, to, cancel));

    public Task DeleteAsync(string key, CancellationToken cancel) => AroundAsync(async () =>
    {
        await inner.DeleteAsync(key, cancel);
        return true;
    });

    public void Dispose() => inner.Dispose();

    private async Task<T> AroundAsync<T>(Func<Task<T>> call)
    {
        Break();
        var result = await call();
        Break();
        return result;
    }

    private void Break()
    {
        lock (random)
        {
            if (!IsOn || random.NextDouble() >= rate)
                return;
            Faults++;
        }

        OnFault?.Invoke();
        throw new BlobStoreException(BlobFault.Unavailable, "Broken off by the test.");
    }
}
