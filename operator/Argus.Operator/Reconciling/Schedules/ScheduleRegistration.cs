using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Events;
using Argus.Kube.Work;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>Adds what looks after DatasetSchedules.</summary>
internal static class ScheduleRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddSchedules(this IServiceCollection services, OperatorOptions options) => services.AddSingleton<NewestCheckpoints>().AddSingleton(s =>
    {
        var (client, time) = (s.GetRequiredService<KubernetesClient>(), s.GetRequiredService<TimeProvider>());
        var events = s.GetRequiredService<EventRecorder>();
        // A queue of its own: the keys of two kinds may be alike.
        var queue = new WorkQueue<ObjectKey>(time);
        var mirrors = new ScheduleMirrors(client, s.GetRequiredService<Mirrors>(), queue.Add, time, s.GetRequiredService<ILogger<ScheduleMirrors>>());
        var reconciler = new ScheduleReconciler(
            mirrors,
            s.GetRequiredService<NewestCheckpoints>(),
            new ClusterWriter(client),
            client,
            (resource, planned) =>
            {
                if (planned.Type == "Warning")
                    events.Warning(resource, planned.Reason, "Reconcile", planned.Note);
                else
                    events.Normal(resource, planned.Reason, "Reconcile", planned.Note);
            },
            options.Plan,
            time,
            s.GetRequiredService<ILogger<ScheduleReconciler>>());
        return new ScheduleWork(mirrors, reconciler, queue, s.GetRequiredService<ILogger<ScheduleWork>>());
    });
}
