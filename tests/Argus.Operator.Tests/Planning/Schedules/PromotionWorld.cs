using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;
using Argus.Operator.Planning.Schedules;
using Argus.Operator.Tests.Crds;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Planning.Schedules;

/// <summary>A DatasetSchedule and the ModelDeployment that it promotes to, as an API server keeps them.</summary>
internal sealed class PromotionWorld
{
    public static readonly DateTimeOffset Start = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public DatasetSchedule Schedule { get; set; } = new()
    {
        Metadata = new V1ObjectMeta { Name = "styles", Namespace = "ns", Uid = "uid", Generation = 1 },
        Spec = new DatasetScheduleSpec { Promote = new PromoteSpec(Weight: 25, PromoteAfterSeconds: 60) { ModelDeployment = "classes", From = "http://store/datasets/models/current.json" } },
    };

    public ModelDeployment? Deployment { get; set; } = new()
    {
        Metadata = new V1ObjectMeta { Name = "classes", Namespace = "ns", Uid = "md", Generation = 1, ResourceVersion = "1" },
        Spec = new ModelDeploymentSpec { Task = ModelTasks.FaceClassification, Model = new ModelSource { Pack = "selftest" } },
    };

    public Checkpoint? Newest { get; set; }

    public string? Fault { get; set; }

    public string? Refusal { get; set; }

    public PromotionStatus? Promotion => Schedule.Status?.Promotion;

    public V1Condition? Condition => Schedule.Status?.Conditions?.FirstOrDefault(c => c.Type == DatasetScheduleStatus.Promoted);

    /// <summary>Hash of the classes in force.</summary>
    public string? InForce => Deployment?.Spec.Model.Classes?.Sha256;

    /// <summary>Hash of the classes of the canary.</summary>
    public string? Canary => Deployment?.Spec.Canary?.Model.Classes?.Sha256;

    public static Checkpoint CheckpointOf(char digit) => new($"models/checkpoints/{digit}", new string(digit, 64), $"http://store/datasets/models/checkpoints/{digit}/centroids.json");

    public SchedulePlan Compute() => SchedulePlanner.Compute(
        Schedule,
        new ObservedSchedule { Promotion = new ObservedPromotion { Deployment = Deployment, Newest = Newest, Fault = Fault, Refusal = Refusal } },
        new PlanOptions(),
        Now);

    /// <summary>Computes, and writes what is planned; an operator that is killed comes no further than the first write.</summary>
    public SchedulePlan Step(bool isKilled = false)
    {
        var plan = Compute();
        if (plan.Patch is { } patch)
            Write(patch.Body);
        if (plan.Status is { } status && !isKilled)
        {
            var written = Schedule with { Status = status };
            Assert.Empty(new SchemaCheck(null).Check(Crd.DatasetSchedules.Schema, JsonSerializer.SerializeToNode(written, ArgusJson.Default.DatasetSchedule)));
            Schedule = written;
        }

        return plan;
    }

    /// <summary>Steps until nothing is written any more.</summary>
    public void Settle()
    {
        for (int i = 0; i < 10; i++)
        {
            if (Step() is { Patch: null, Status: null })
                return;
        }

        Assert.Fail("It never comes to rest.");
    }

    /// <summary>What the operator tells of the canary that is there.</summary>
    public void Judge(string outcome, bool isAccepted = true) => Deployment = Deployment! with
    {
        Status = new ModelDeploymentStatus
        {
            ObservedGeneration = Deployment.Metadata.Generation,
            Conditions = [new V1Condition(ConditionTypes.Accepted, isAccepted ? "True" : "False", "Valid", "", Now, Deployment.Metadata.Generation!.Value)],
            Canary = new CanaryStatus { Outcome = outcome, Message = $"It is {outcome}." },
        },
    };

    /// <summary>Changes the spec as a person does.</summary>
    public void Change(Func<ModelDeploymentSpec, ModelDeploymentSpec> change) => Keep(Deployment! with { Spec = change(Deployment.Spec) });

    private void Write(JsonObject patch)
    {
        Assert.Equal(Deployment!.Metadata.ResourceVersion, (string)patch["metadata"]!["resourceVersion"]!);
        var tree = JsonSerializer.SerializeToNode(Deployment, ArgusJson.Default.ModelDeployment)!.AsObject();
        Merge(tree, patch);
        tree["apiVersion"] = "argus.dev/v1alpha1";
        Assert.Empty(new SchemaCheck(null).Check(Crd.ModelDeployments.Schema, tree));
        Keep(tree.Deserialize(ArgusJson.Default.ModelDeployment)!);
    }

    private void Keep(ModelDeployment changed) => Deployment = changed with
    {
        Metadata = changed.Metadata with { Generation = changed.Metadata.Generation + 1, ResourceVersion = $"{int.Parse(changed.Metadata.ResourceVersion!, null) + 1}" },
    };

    // RFC 7396.
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject map)
                Merge((JsonObject)(target[name] ??= new JsonObject()), map);
            else
                target[name] = value.DeepClone();
        }
    }
}
