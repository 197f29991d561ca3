using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Work;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>Looks after DatasetSchedules: mirrors always, and works while this replica leads.</summary>
internal sealed class ScheduleWork(ScheduleMirrors mirrors, ScheduleReconciler reconciler, WorkQueue<ObjectKey> queue, ILogger<ScheduleWork> log)
{
    /// <summary>Mirrors until cancelled.</summary>
    public Task MirrorAsync(CancellationToken cancellationToken) => mirrors.RunAsync(cancellationToken);

    /// <summary>Works until cancelled. One worker: there are few, and they change seldom.</summary>
    public async Task LeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mirrors.WaitForSyncAsync(cancellationToken);
            foreach (var key in mirrors.Keys)
                queue.Add(key);
            while (true)
            {
                var key = await queue.TakeAsync(cancellationToken);
                await LookAsync(key, cancellationToken);
                queue.Done(key);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next leader begins with every key.
        }
    }

    private async Task LookAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            var next = await reconciler.ReconcileAsync(key, cancellationToken);
            queue.Forget(key);
            if (next is { } wait)
                queue.AddAfter(key, wait);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the key must not be lost.
            Log.Failed(log, e is KubernetesException or HttpRequestException or TimeoutException ? null : e, key.ToString(), e.Message);
            queue.Retry(key);
        }
    }
}
