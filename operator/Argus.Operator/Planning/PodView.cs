using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>The pods of the serving model, sorted into what they tell.</summary>
internal sealed record PodView
{
    private readonly IReadOnlyList<(PodFacts Pod, Trouble Trouble)> _troubles = [];

    /// <summary>Pods of the state of the spec that is wanted.</summary>
    public required IReadOnlyList<PodFacts> Current { get; init; }

    /// <summary>Pods of an earlier one.</summary>
    public required IReadOnlyList<PodFacts> Former { get; init; }

    /// <summary>Current pods that take requests and report what was asked for.</summary>
    public required IReadOnlyList<PodFacts> Serving { get; init; }

    /// <summary>What current pods with loaded graphs report.</summary>
    public IReadOnlyList<HealthReport> Reports => [.. Current.Select(p => p.Health).OfType<HealthReport>().Where(h => h.Actual is not null)];

    /// <summary>Whether a pod takes requests though it is not what was asked for.</summary>
    public bool Lies => _troubles.Any(t => t.Pod.Ready && t.Trouble.Condition is ConditionTypes.WeightsVerified or ConditionTypes.AcceleratorBound);

    /// <summary>Whether a serving pod computes on the CPU, all or part of it, because it may.</summary>
    public bool FellBack => Serving.Any(p => p.Health!.Actual != p.Health.Requested || p.Health.FallbackNodes > 0);

    /// <summary>Whether a pod is loading its model.</summary>
    public bool IsWarming => Current.Any(p => p.Health is { Status: "warming" });

    public static PodView Of(Scene scene, Observed observed, DateTimeOffset now)
    {
        var pods = Scene.StablePods(observed).ToList();
        // A pod that failed as a whole counts for what it tells, not as a pod.
        var current = pods.Where(p => p.Revision == scene.Revision).ToList();
        return new PodView(current.Select(p => (p, Diagnosis.Of(p, scene.Expected, now)!)).Where(t => t.Item2 is not null))
        {
            Current = [.. current.Where(p => p.FailureReason is null)],
            Former = [.. pods.Where(p => p.Revision != scene.Revision && p.FailureReason is null)],
            Serving = [.. current.Where(p => Diagnosis.Serves(p, scene.Expected))],
        };
    }

    private PodView(IEnumerable<(PodFacts, Trouble)> troubles) => _troubles = [.. troubles];

    /// <summary>What is wrong with an aspect, told of the first pod that has it; null where nothing is.</summary>
    public Trouble? Trouble(string condition)
    {
        var all = _troubles.Where(t => t.Trouble.Condition == condition).ToList();
        if (all.Count == 0)
            return null;
        var (pod, first) = all[0];
        int others = all.Count(t => t.Trouble.Reason == first.Reason) - 1;
        return first with { Message = $"Pod {pod.Name}: {first.Message.TrimEnd('.')}." + (others > 0 ? $" The same holds for {others} more." : "") };
    }
}
