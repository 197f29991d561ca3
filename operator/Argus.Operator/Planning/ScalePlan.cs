using System.Globalization;
using System.Text.Json;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>How many pods there are to be, and who says so.</summary>
/// <param name="Replicas">What is applied; null leaves the number to the autoscaler.</param>
/// <param name="Autoscaler">Which autoscaler gets an object.</param>
/// <param name="Max">Largest number of pods.</param>
/// <param name="Required">Pods that must serve before the whole is ready.</param>
/// <param name="Next">When to look again.</param>
internal sealed record ScalePlan(int? Replicas, AutoscalerKind Autoscaler, int Max, int Required, TimeSpan? Next)
{
    /// <summary>Whether no pod is wanted now.</summary>
    public bool IsAtZero => Required == 0;

    /// <summary>Decides.</summary>
    /// <param name="resource">The ModelDeployment.</param>
    /// <param name="deployment">Its Deployment, where there is one.</param>
    /// <param name="observed">What else is there.</param>
    /// <param name="options">About the cluster.</param>
    /// <param name="now">The time.</param>
    public static ScalePlan Of(ModelDeployment resource, Child? deployment, Observed observed, PlanOptions options, DateTimeOffset now)
    {
        var scaling = resource.Spec.Scaling;
        int least = Math.Max(1, scaling.Min), max = Math.Max(scaling.Max ?? least, least);
        var kind = options.Autoscaler == AutoscalerKind.Auto ? observed.HasKeda ? AutoscalerKind.Keda : AutoscalerKind.Hpa : options.Autoscaler;
        var (current, isOurs) = CurrentOf(deployment);
        if (kind == AutoscalerKind.Keda && (scaling.Min == 0 || max > least))
        {
            // KEDA goes to zero by itself. Ours at zero is from a time before KEDA: it would not wake that.
            bool sleeps = scaling.Min == 0 && current == 0;
            return new ScalePlan(isOurs ? Math.Clamp(current, least, max) : current < 0 ? least : null, kind, max, sleeps && !isOurs ? 0 : least, null);
        }

        if (scaling.Min == 0 && IdleFor(resource, now) is var idle && idle >= TimeSpan.FromSeconds(scaling.IdleSeconds))
            return new ScalePlan(0, Scaled(kind, max, least), max, 0, null);
        TimeSpan? next = scaling.Min == 0 && IsReady(resource) ? TimeSpan.FromSeconds(scaling.IdleSeconds) - IdleFor(resource, now) : null;
        if (Scaled(kind, max, least) == AutoscalerKind.None)
            return new ScalePlan(least, AutoscalerKind.None, max, least, next);
        // As long as the number is ours it stays what it is: to leave it out would reset it to one.
        return new ScalePlan(isOurs ? Math.Clamp(current, least, max) : current < 0 ? least : null, kind, max, least, next);
    }

    private static AutoscalerKind Scaled(AutoscalerKind kind, int max, int least) => max > least ? kind : AutoscalerKind.None;

    private static (int Current, bool IsOurs) CurrentOf(Child? deployment)
    {
        if (deployment?.Read() is not { } there || !there.Body.TryGetProperty("spec", out var spec) || !spec.TryGetProperty("replicas", out var replicas))
            return (-1, false);
        bool isOurs = there.Owned is { ValueKind: JsonValueKind.Object } owned && owned.TryGetProperty("f:spec", out var fields) && fields.TryGetProperty("f:replicas", out _);
        return (replicas.GetInt32(), isOurs);
    }

    private static bool IsReady(ModelDeployment resource) => ReadySince(resource) is not null;

    // Time since the last request, or since it became ready: what has not served yet is not idle.
    private static TimeSpan IdleFor(ModelDeployment resource, DateTimeOffset now)
    {
        if (ReadySince(resource) is not { } since)
            return TimeSpan.Zero;
        string? text = resource.Metadata.Annotations?.GetValueOrDefault(Names.LastRequest);
        bool asked = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last);
        return now - (asked && last > since ? last : since);
    }

    private static DateTimeOffset? ReadySince(ModelDeployment resource) =>
        resource.Status?.Conditions?.FirstOrDefault(c => c is { Type: ConditionTypes.Ready, Status: "True" })?.LastTransitionTime;
}
