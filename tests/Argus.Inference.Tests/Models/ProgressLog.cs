using System.Collections.Concurrent;
using Argus.Inference.Models;

namespace Argus.Inference.Tests.Models;

/// <summary>Keeps all progress, and signals when a number of bytes has arrived.</summary>
internal sealed class ProgressLog : IProgress<ModelProgress>
{
    private readonly ConcurrentQueue<ModelProgress> _all = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waits = [];

    public string[] Notes => [.. _all.Select(p => p.Note).OfType<string>()];

    public IReadOnlyList<ModelProgress> All => [.. _all];

    public Task Arrived(long bytes)
    {
        var wait = _waits.GetOrAdd(bytes, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_all.Any(p => p.Bytes >= bytes))
            wait.TrySetResult();
        return wait.Task;
    }

    public void Report(ModelProgress value)
    {
        _all.Enqueue(value);
        foreach (var (bytes, wait) in _waits)
        {
            if (value.Bytes >= bytes)
                wait.TrySetResult();
        }
    }
}
