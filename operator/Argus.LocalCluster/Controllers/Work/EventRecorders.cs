using System.Collections.Concurrent;
using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Events;

namespace Argus.LocalCluster.Controllers.Work;

/// <summary>One recorder a controller, each under its own name.</summary>
internal sealed class EventRecorders(KubernetesClient client, string instance, Action<string> onLost, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, Lazy<EventRecorder>> _recorders = new();
    private readonly ConcurrentBag<Task> _running = [];

    /// <inheritdoc cref="RecordEvent"/>
    public void Record(IKubernetesObject regarding, string controller, string action, PlannedEvent told)
    {
        var recorder = _recorders.GetOrAdd(controller, name => new Lazy<EventRecorder>(() => Begin(name))).Value;
        if (told.Type == "Normal")
            recorder.Normal(regarding, told.Reason, action, told.Note);
        else
            recorder.Warning(regarding, told.Reason, action, told.Note);
    }

    /// <summary>Ends when what was recorded has been written, or given up, after the stop.</summary>
    public Task DrainAsync() => Task.WhenAll(_running);

    private EventRecorder Begin(string name)
    {
        var recorder = new EventRecorder(client, new EventRecorderOptions { Controller = name, Instance = $"{name}-{instance}", OnLost = onLost, QueueLength = 10_000 });
        _running.Add(recorder.RunAsync(stopping));
        return recorder;
    }
}
