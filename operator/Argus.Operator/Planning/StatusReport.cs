using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>The status: a function of what was observed.</summary>
internal static class StatusReport
{
    private const string AtZero = "ScaledToZero";
    private const string AtZeroMessage = "No pod is wanted while nobody asks; the next request starts one.";

    /// <summary>The status of a spec that cannot be served.</summary>
    public static ModelDeploymentStatus Refused(ModelDeployment resource, Observed observed, IReadOnlyList<Violation> violations, DateTimeOffset now)
    {
        string message = string.Join("; ", violations) + ".";
        var conditions = new Conditions(resource, now);
        foreach (string type in ConditionTypes.All)
            conditions.Unknown(type, "NotAccepted", "The spec is not accepted; what runs is from an earlier one.");
        conditions.False(ConditionTypes.Accepted, violations[0].Reason, message);
        conditions.False(ConditionTypes.Ready, violations[0].Reason, message);
        var pods = Scene.StablePods(observed).ToList();
        return (resource.Status ?? new()) with
        {
            ObservedGeneration = resource.Metadata.Generation,
            Conditions = conditions.ToList(),
            Selector = Selector(resource),
            Replicas = pods.Count,
            ReadyReplicas = pods.Count(IsUp),
        };
    }

    /// <summary>The status of a spec that is accepted.</summary>
    public static ModelDeploymentStatus Of(Scene scene, Observed observed, DateTimeOffset now)
    {
        var resource = scene.Input.Resource;
        var view = PodView.Of(scene, observed, now);
        var reports = view.Reports;
        string? digest = view.Serving.Select(p => p.OutOfSight ? scene.Model.Digests[0] : p.Health!.Digest).FirstOrDefault()
            ?? view.Former.Where(IsUp).Select(p => p.Health!.Digest).FirstOrDefault()
            ?? (scene.Scale.IsAtZero ? resource.Status?.Digest : null);
        bool isVerified = scene.Scale.IsAtZero && scene.Model.Digests.Contains(digest ?? "");
        var conditions = new Conditions(resource, now);
        conditions.True(ConditionTypes.Accepted, "Valid", Accepted(scene));
        Aspects(conditions, scene, view, isVerified);
        Routes(conditions, observed, view, scene);
        Progress(conditions, scene, view, observed.Refusal);
        Ready(conditions, scene, view, isVerified);
        return new ModelDeploymentStatus
        {
            ObservedGeneration = resource.Metadata.Generation,
            Conditions = conditions.ToList(),
            Accelerator = Accelerator(scene, reports, resource.Status?.Accelerator),
            Digest = digest,
            ShortDigest = digest?.Split(':')[^1] is { Length: >= 12 } digits ? digits[..12] : digest,
            AcceptedLicense = scene.Model.License,
            Url = ServiceManifest.UrlOf(scene.Input),
            Replicas = view.Current.Count + view.Former.Count,
            ReadyReplicas = view.Serving.Count + view.Former.Count(IsUp),
            Selector = Selector(resource),
            Canary = scene.Canary,
        };
    }

    /// <summary>Whether a status says what another one says; conditions of others in it do not count.</summary>
    public static bool IsSame(ModelDeploymentStatus? before, ModelDeploymentStatus after) => Normal(before).SequenceEqual(Normal(after));

    private static ReadOnlySpan<byte> Normal(ModelDeploymentStatus? status) => status is null ? default : JsonSerializer.SerializeToUtf8Bytes(
        status with { Conditions = [.. ConditionTypes.All.Select(type => status.Conditions?.FirstOrDefault(c => c.Type == type)).Where(c => c is not null).Select(c => c!)] },
        ArgusJson.Default.ModelDeploymentStatus);

    private static string Selector(ModelDeployment resource) => $"{Names.Deployment}={resource.Metadata.Name},{Names.Variant}={Names.Stable}";

    // Of a pod of an earlier state no more is asked than that it works.
    private static bool IsUp(PodFacts pod) => pod is { Ready: true, Health.Status: HealthReport.Healthy };

    private static string Accepted(Scene scene)
    {
        bool lacksAttributes = scene.Input.Spec.Task == ModelTasks.FaceAnalysis
            && !scene.Model.HasAttributes;
        return lacksAttributes
            ? $"{scene.Model.Name} is served for {scene.Input.Spec.Task}, without age and gender, which it cannot tell."
            : $"{scene.Model.Name} is served for {scene.Input.Spec.Task}.";
    }

    private static void Aspects(Conditions conditions, Scene scene, PodView view, bool isVerified)
    {
        if (view.Trouble(ConditionTypes.Scheduled) is { } unscheduled)
            conditions.False(ConditionTypes.Scheduled, unscheduled.Reason, unscheduled.Message);
        else if (scene.Scale.IsAtZero)
            conditions.True(ConditionTypes.Scheduled, AtZero, AtZeroMessage);
        else if (view.Current.Count > 0 && view.Current.All(p => p.Scheduled))
            conditions.True(ConditionTypes.Scheduled, "Scheduled", "Every pod has a node.");
        else
            conditions.Unknown(ConditionTypes.Scheduled, "Waiting", "Not every pod has a node yet.");

        if (scene.Model.OutOfSight)
        {
            OutOfSight(conditions, scene);
            return;
        }

        if (view.Trouble(ConditionTypes.WeightsVerified) is { } wrong)
            conditions.False(ConditionTypes.WeightsVerified, wrong.Reason, wrong.Message);
        else if (view.Serving.Count > 0)
            conditions.True(ConditionTypes.WeightsVerified, "Verified", $"The pods report {view.Serving[0].Health!.Digest}, which the spec leads to.");
        else if (isVerified)
            conditions.True(ConditionTypes.WeightsVerified, AtZero, "The last pod reported the digest that the spec leads to.");
        else
            conditions.Unknown(ConditionTypes.WeightsVerified, "Waiting", "No pod has reported its digest yet.");

        if (view.Trouble(ConditionTypes.AcceleratorBound) is { } unbound)
            conditions.False(ConditionTypes.AcceleratorBound, unbound.Reason, unbound.Message);
        else if (view.FellBack)
            conditions.True(ConditionTypes.AcceleratorBound, "FellBackToCpu", $"The pods compute on the CPU, all or part of it, as spec.hardware.fallback allows; {scene.Input.Spec.Hardware.Target} was asked for.");
        else if (view.Serving.Count > 0)
            conditions.True(ConditionTypes.AcceleratorBound, "Bound", $"The pods compute on {scene.Input.Spec.Hardware.Target}.");
        else if (isVerified)
            conditions.True(ConditionTypes.AcceleratorBound, AtZero, "The last pod computed on what was asked for.");
        else
            conditions.Unknown(ConditionTypes.AcceleratorBound, "Waiting", "No pod has reported what it computes on yet.");
    }

    private static void OutOfSight(Conditions conditions, Scene scene)
    {
        var hardware = scene.Input.Spec.Hardware;
        conditions.Unknown(ConditionTypes.WeightsVerified, "OutOfSight", "What weights the image loads cannot be seen; the digest stands for the image, its arguments and the name of the model.");
        conditions.Unknown(ConditionTypes.AcceleratorBound, "OutOfSight", HardwareNeeds.ResourceOf(hardware) is { } device
            ? $"Each pod is given {hardware.Count} {device}; whether the server computes there, only its own log tells."
            : "No device was asked for; what the server computes on, only its own log tells.");
    }

    private static void Routes(Conditions conditions, Observed observed, PodView view, Scene scene)
    {
        // The status is written after the children are: the Service is there by then.
        bool hasService = !scene.Input.Spec.Paused || observed.Children.Any(c => c.Type == Kinds.Service && c.Metadata.Name == scene.Input.Name);
        if (hasService && (view.Serving.Count > 0 || view.Former.Any(IsUp)))
            conditions.True(ConditionTypes.RouteReady, "Serving", "Requests are answered.");
        else if (hasService && scene.Scale.IsAtZero)
            conditions.True(ConditionTypes.RouteReady, AtZero, AtZeroMessage);
        else
            conditions.False(ConditionTypes.RouteReady, "NoReadyPod", "No pod answers requests.");
    }

    private static void Progress(Conditions conditions, Scene scene, PodView view, string? refusal)
    {
        int required = scene.Scale.Required;
        string count = $"{view.Serving.Count} of {required} pods of this state of the spec serve"
            + (view.Former.Count > 0 ? $", {view.Former.Count} of an earlier one are there." : ".");
        if (scene.Input.Spec.Paused)
            conditions.False(ConditionTypes.Progressing, "Paused", "spec.paused is set: the operator leaves the children alone.");
        else if (refusal is not null)
            conditions.False(ConditionTypes.Progressing, "Refused", $"The API server refuses {refusal.TrimEnd('.')}.");
        else if (view.Trouble(ConditionTypes.Progressing) is { } stuck)
            conditions.False(ConditionTypes.Progressing, stuck.Reason, stuck.Message);
        else if (view.Serving.Count >= required && view.Former.Count == 0)
            conditions.False(ConditionTypes.Progressing, "Complete", "All pods are of this state of the spec.");
        else
            conditions.True(ConditionTypes.Progressing, view.Former.Count > 0 ? "RollingOut" : view.IsWarming ? "Warming" : "Starting", count);
    }

    private static void Ready(Conditions conditions, Scene scene, PodView view, bool isVerified)
    {
        if (view.Serving.Count < scene.Scale.Required || view.Lies)
        {
            string[] order = [ConditionTypes.Scheduled, ConditionTypes.WeightsVerified, ConditionTypes.AcceleratorBound];
            var cause = order.Select(type => conditions[type]).FirstOrDefault(c => c.Status == "False") ?? conditions[ConditionTypes.Progressing];
            conditions.False(ConditionTypes.Ready, cause.Reason, cause.Message!);
        }
        else if (scene.Scale.IsAtZero && view.Serving.Count == 0)
        {
            if (isVerified)
                conditions.True(ConditionTypes.Ready, AtZero, AtZeroMessage);
            else
                conditions.Unknown(ConditionTypes.Ready, AtZero, "No pod of this state of the spec has run yet; the next request starts one.");
        }
        else if (scene.Model.OutOfSight)
        {
            conditions.True(ConditionTypes.Ready, "Serving", $"{scene.Model.Name} answers; its weights and what it computes on are out of sight.");
        }
        else if (view.FellBack)
        {
            conditions.True(ConditionTypes.Ready, "ServingOnCpu", conditions[ConditionTypes.AcceleratorBound].Message!);
        }
        else
        {
            conditions.True(ConditionTypes.Ready, "Serving", $"Served on {scene.Input.Spec.Hardware.Target}.");
        }
    }

    private static AcceleratorStatus Accelerator(Scene scene, IReadOnlyList<HealthReport> reports, AcceleratorStatus? before)
    {
        var hardware = scene.Input.Spec.Hardware;
        string requested = HardwareNeeds.ResourceOf(hardware) ?? HardwareSpec.Cpu;
        if (scene.Scale.IsAtZero && reports.Count == 0 && before?.Requested == requested)
            return before;
        string? actual = reports.Count == 0 ? null : string.Join('+', reports.Select(r => r.Actual ?? "none").Distinct().Order(StringComparer.Ordinal));
        return new AcceleratorStatus
        {
            Requested = requested,
            Actual = actual,
            Providers = reports.Count == 0 ? null : [.. reports.SelectMany(r => r.Providers).Distinct().Order(StringComparer.Ordinal)],
            FallbackNodes = reports.Count == 0 ? null : reports.Max(r => r.FallbackNodes),
            Summary = scene.Model.OutOfSight ? $"{hardware.Target}/unseen" : actual is null || actual == hardware.Target ? hardware.Target : $"{hardware.Target}/{actual}",
        };
    }
}
