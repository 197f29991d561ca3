using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Deployments;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.ReplicaSets;

namespace Argus.LocalCluster.Tests.Controllers;

/// <summary>A Deployment, its ReplicaSets and pods, changed by the planners and by what a cluster does.</summary>
internal sealed class RolloutWorld(V1Deployment deployment)
{
    private int _names;

    public V1Deployment Deployment { get; set; } = deployment;

    public List<V1ReplicaSet> Sets { get; } = [];

    public List<V1Pod> Pods { get; } = [];

    public DateTimeOffset Now { get; set; } = TestObjects.Now;

    public int Available => Pods.Count(pod => pod.IsActive() && pod.IsReady());

    public int Active => Pods.Count(pod => pod.IsActive());

    /// <summary>One look of the Deployment's controller. True when it did something.</summary>
    public bool Deploy()
    {
        var plan = DeploymentPlanner.Compute(Deployment, Sets, fleet => fleet.Old.Any(set => Owned(set).Any(pod => !pod.IsFinished())), Now);
        if (plan.Create is { } create)
            Sets.Add(create with { Metadata = create.Metadata with { Uid = create.Metadata.Name, Generation = 1, CreationTimestamp = Now.AddTicks(_names++) }, Status = new V1ReplicaSetStatus { Replicas = 0 } });
        foreach (var update in plan.Update)
        {
            int at = Sets.FindIndex(set => set.Metadata.Name == update.Metadata.Name);
            long generation = Sets[at].Metadata.Generation!.Value + (Fleet.Replicas(Sets[at]) != Fleet.Replicas(update) ? 1 : 0);
            Sets[at] = update with { Metadata = update.Metadata with { Generation = generation } };
        }

        Sets.RemoveAll(set => plan.Delete.Any(gone => gone.Metadata.Name == set.Metadata.Name));
        bool changed = plan.Create is not null || plan.Update.Count > 0 || plan.Delete.Count > 0;
        Deployment = Deployment with { Status = plan.Status };
        return changed;
    }

    /// <summary>One look of the ReplicaSets' controller at one of them.</summary>
    public bool Replicate(int which)
    {
        if (Sets.Count == 0)
            return false;
        int at = which % Sets.Count;
        var set = Sets[at];
        var plan = ReplicaSetPlanner.Compute(set, Owned(set), null, Now);
        foreach (var gone in plan.Delete)
            Change(gone, pod => pod with { Metadata = pod.Metadata with { DeletionTimestamp = Now } });
        for (int i = 0; i < plan.Create; i++)
        {
            var pod = ReplicaSetPlanner.Pod(set);
            Pods.Add(pod with
            {
                Metadata = pod.Metadata with { Name = $"{set.Metadata.Name}-{_names}", Uid = $"{_names++}", CreationTimestamp = Now },
                Spec = pod.Spec! with { NodeName = "n" },
                Status = new V1PodStatus { Phase = "Pending" },
            });
        }

        var status = ReplicaSetPlanner.Compute(set, Owned(set), null, Now).Status;
        bool changed = plan.Delete.Count > 0 || plan.Create > 0 || status != set.Status;
        Sets[at] = set with { Status = status };
        return changed;
    }

    /// <summary>A pod that is not ready becomes so.</summary>
    public bool MakeReady(int which)
    {
        var waiting = Pods.Where(pod => pod.IsActive() && !pod.IsReady()).ToList();
        if (waiting.Count == 0)
            return false;
        Change(waiting[which % waiting.Count], pod => pod with
        {
            Status = new V1PodStatus { Phase = "Running", Conditions = [new V1PodCondition { Type = "Ready", Status = "True", LastTransitionTime = Now }] },
        });
        return true;
    }

    /// <summary>A deleted pod ends.</summary>
    public bool End(int which)
    {
        var ending = Pods.Where(pod => pod.IsTerminating()).ToList();
        if (ending.Count == 0)
            return false;
        Pods.Remove(ending[which % ending.Count]);
        return true;
    }

    /// <summary>Everybody does what there is to do, until there is nothing. The number of rounds.</summary>
    public int Settle(int atMost)
    {
        for (int round = 1; round <= atMost; round++)
        {
            Now += TimeSpan.FromSeconds(1);
            bool changed = Deploy();
            for (int i = 0; i < Sets.Count; i++)
                changed |= Replicate(i);
            while (MakeReady(0))
                changed = true;
            while (End(0))
                changed = true;
            if (!changed)
                return round;
        }

        return int.MaxValue;
    }

    private List<V1Pod> Owned(V1ReplicaSet set) => [.. Pods.Where(pod => pod.Metadata.Controller()?.Uid == set.Metadata.Uid)];

    private void Change(V1Pod pod, Func<V1Pod, V1Pod> change) => Pods[Pods.FindIndex(other => other.Metadata.Uid == pod.Metadata.Uid)] = change(pod);
}
