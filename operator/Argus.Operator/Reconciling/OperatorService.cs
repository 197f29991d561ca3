using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Events;
using Argus.Kube.Leases;
using Argus.Kube.Work;
using Argus.Operator.Reconciling.Schedules;

namespace Argus.Operator.Reconciling;

/// <summary>Runs the mirrors always, and the workers while this replica leads.</summary>
internal sealed class OperatorService : BackgroundService
{
    private readonly OperatorOptions _options;
    private readonly KubernetesClient _client;
    private readonly Mirrors _mirrors;
    private readonly HealthObserver _health;
    private readonly Reconciler _reconciler;
    private readonly ScheduleWork _schedules;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly EventRecorder _events;
    private readonly OperatorMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<OperatorService> _log;
    private volatile bool _isLeader;

    public OperatorService(
        OperatorOptions options,
        KubernetesClient client,
        Mirrors mirrors,
        HealthObserver health,
        Reconciler reconciler,
        ScheduleWork schedules,
        WorkQueue<ObjectKey> queue,
        EventRecorder events,
        OperatorMetrics metrics,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<OperatorService> log)
    {
        (_options, _client, _mirrors, _health, _reconciler, _schedules) = (options, client, mirrors, health, reconciler, schedules);
        (_queue, _events, _metrics, _time, _lifetime, _log) = (queue, events, metrics, time, lifetime, log);
        metrics.Observe(() => queue.Count, () => _isLeader);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Together.RunAsync([_mirrors.RunAsync, _schedules.MirrorAsync, _events.RunAsync, StandAsync], stoppingToken);
        }
        catch (Exception e)
        {
            Log.Crashed(_log, e);
            Environment.ExitCode = 1;
        }

        // Without mirrors or election nothing is looked after: it is better to be started anew.
        _lifetime.StopApplication();
    }

    private async Task StandAsync(CancellationToken cancellationToken)
    {
        await _mirrors.WaitForSyncAsync(cancellationToken);
        if (_options.LeaderElection)
            await Elector().RunAsync(LeadAsync, cancellationToken);
        else
            await LeadAsync(cancellationToken);
    }

    private LeaderElector Elector() => new(_client, new LeaderElectionOptions
    {
        Name = "argus-operator",
        Namespace = _options.Plan.Namespace,
        // A name alone may come back: a pod of the same name is another candidate.
        Identity = $"{_options.Identity}_{_options.PodUid}",
        OnNewLeader = leader => Log.NewLeader(_log, leader),
        OnFailure = new ElectionTrouble(_options.Plan.Namespace, _time, _log).Failed,
    });

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        Log.Leads(_log, _options.Identity);
        _isLeader = true;
        _health.Start(_mirrors.Pods);
        foreach (var key in _mirrors.Keys)
            _queue.Add(key);
        try
        {
            await Task.WhenAll([.. Enumerable.Range(0, _options.Workers).Select(_ => WorkAsync(cancellationToken)), _schedules.LeadAsync(cancellationToken)]);
        }
        finally
        {
            _isLeader = false;
            _health.Stop();
            Log.Followed(_log);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // On the pool from the start: every worker's first await would else run on the caller.
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            ObjectKey key;
            try
            {
                key = await _queue.TakeAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await LookAsync(key, cancellationToken);
            _queue.Done(key);
        }
    }

    private async Task LookAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        bool failed = false;
        try
        {
            var result = await _reconciler.ReconcileAsync(key, cancellationToken);
            if (result.Again)
            {
                _queue.Retry(key);
            }
            else
            {
                _queue.Forget(key);
                if (result.Next is { } next)
                    _queue.AddAfter(key, next);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next leader begins with every key.
        }
        catch (Exception e)
        {
            // Whatever it is, the key must not be lost.
            failed = true;
            Log.Failed(_log, e is KubernetesException or HttpRequestException or TimeoutException ? null : e, key.ToString(), e.Message);
            _queue.Retry(key);
        }

        _metrics.Reconciled(_time.GetElapsedTime(start), failed);
    }
}
