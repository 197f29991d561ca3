using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Deployments;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.ReplicaSets;

namespace Argus.LocalCluster.Tests.Controllers;

public class DeploymentStatusRecordedTests
{
    [DataTheory]
    [InlineData("deployment-rollout.json", 9)]
    [InlineData("progress-deadline.json", 3)]
    public void Compute_RecordedReplicaSets_GiveTheRecordedStatuses(string file, int atLeast)
    {
        var sets = RecordedStory.Events<V1ReplicaSet>(file);
        var deployments = RecordedStory.Events<V1Deployment>(file);
        int matched = 0;
        for (int i = 1; i < deployments.Count; i++)
        {
            var (at, _, recorded) = deployments[i];
            var before = deployments[i - 1].Object;
            if (Same(before.Status, recorded.Status) || recorded.Status?.ObservedGeneration != recorded.Metadata.Generation)
                continue;
            matched++;
            // The watches of the two kinds are told side by side: some state of the ReplicaSets about then must give what was written.
            var candidates = States(sets, at).Append([Stuck(recorded)]).ToList();
            var found = candidates.Select(owned => Status(before, recorded, owned)).ToList();
            Assert.Contains(found, status => Plain(status) == Plain(recorded.Status));
        }

        Assert.True(matched >= atLeast, $"only {matched} statuses were compared");
    }

    [DataFact]
    public void Compute_RecordedPods_GiveTheRecordedReplicaSetStatuses()
    {
        const string File = "deployment-rollout.json";
        var pods = RecordedStory.Events<V1Pod>(File);
        int matched = 0;
        foreach (var (at, _, set) in RecordedStory.Events<V1ReplicaSet>(File))
        {
            if (set.Status?.ObservedGeneration != set.Metadata.Generation)
                continue;
            var now = set.Metadata.CreationTimestamp!.Value.AddSeconds(at + 1);
            var wanted = JsonSerializer.Serialize(set.Status, KubeJson.Default.V1ReplicaSetStatus);
            var found = Moments(pods.Where(pod => pod.Object.Metadata.Controller()?.Uid == set.Metadata.Uid).ToList(), at)
                .Select(owned => JsonSerializer.Serialize(ReplicaSetPlanner.Compute(set, owned, null, now).Status, KubeJson.Default.V1ReplicaSetStatus));
            Assert.Contains(wanted, found);
            matched++;
        }

        Assert.True(matched >= 12);
    }

    private static V1DeploymentStatus Status(V1Deployment before, V1Deployment recorded, IReadOnlyCollection<V1ReplicaSet> owned) =>
        DeploymentPlanner.Compute(recorded with { Status = before.Status }, owned, _ => false, Moment(recorded)).Status;

    private static DateTimeOffset Moment(V1Deployment recorded) => recorded.Status!.Conditions!.Max(condition => condition.LastUpdateTime!.Value);

    // Where a story has no watch of ReplicaSets: one that has what the Deployment says of it.
    private static V1ReplicaSet Stuck(V1Deployment deployment)
    {
        string message = deployment.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Progressing")?.Message ?? "\"none\"";
        return new V1ReplicaSet
        {
            Metadata = new() { Name = message.Split('"')[1], Uid = "set", Annotations = new Dictionary<string, string> { [Revisions.DesiredReplicas] = "1", [Revisions.MaxReplicas] = "2", [Revisions.Revision] = "1" } },
            Spec = new V1ReplicaSetSpec { Replicas = 1, Selector = deployment.Spec!.Selector, Template = deployment.Spec.Template },
            Status = new V1ReplicaSetStatus { Replicas = deployment.Status?.Replicas ?? 0, TerminatingReplicas = 0 },
        };
    }

    private static IEnumerable<IReadOnlyCollection<V1ReplicaSet>> States(IReadOnlyList<(double At, string Type, V1ReplicaSet Object)> events, double at) =>
        Moments(events, at);

    // The objects as they were after each event up to a little later.
    private static IEnumerable<List<T>> Moments<T>(IReadOnlyList<(double At, string Type, T Object)> events, double at)
        where T : class, IKubernetesObject<T>
    {
        var present = new Dictionary<string, T>();
        yield return [];
        foreach (var (moment, type, value) in events)
        {
            if (moment > at + 0.1)
                yield break;
            if (type == "DELETED")
                present.Remove(value.Metadata.Name!);
            else
                present[value.Metadata.Name!] = value;
            yield return [.. present.Values];
        }
    }

    private static bool Same(V1DeploymentStatus? left, V1DeploymentStatus? right) => Plain(left) == Plain(right);

    private static string Plain(V1DeploymentStatus? status)
    {
        var json = JsonSerializer.SerializeToNode(status ?? new(), KubeJson.Default.V1DeploymentStatus)!.AsObject();
        foreach (var condition in json["conditions"]?.AsArray() ?? [])
        {
            condition!.AsObject().Remove("lastUpdateTime");
            condition.AsObject().Remove("lastTransitionTime");
        }

        return json.ToJsonString();
    }
}
