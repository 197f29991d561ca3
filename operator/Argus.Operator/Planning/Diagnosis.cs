using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>Reads from the facts of one pod whether it serves, and else why not.</summary>
internal static class Diagnosis
{
    private static readonly string[] ImageReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable"];
    private static readonly string[] ConfigReasons = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

    /// <summary>Whether requests may go to it: the node says so, and what it reports of itself is what was asked for.</summary>
    public static bool Serves(PodFacts pod, Expectation expected) =>
        !pod.Leaving && pod.Ready && pod.Health is { Status: HealthReport.Healthy } && Of(pod, expected, DateTimeOffset.MinValue) is null;

    /// <summary>What is wrong with it, or null where nothing is, or nothing yet.</summary>
    public static Trouble? Of(PodFacts pod, Expectation expected, DateTimeOffset now)
    {
        if (pod.FailureReason is not null)
            return Stuck("PodFailed", $"{pod.FailureReason}: {pod.FailureMessage}");
        if (!pod.Scheduled)
            return pod.ScheduleReason is null ? null : Unscheduled(pod, expected);
        if (ImageReasons.Contains(pod.WaitingReason))
            return Stuck("ImagePullFailed", $"the image cannot be pulled ({pod.WaitingReason}): {pod.WaitingMessage}; check spec.pod.image and spec.pod.imagePullSecrets", fatal: false);
        if (ConfigReasons.Contains(pod.WaitingReason))
            return Stuck("ContainerNotCreated", $"the container cannot be made ({pod.WaitingReason}): {pod.WaitingMessage}", fatal: false);
        // It counts until the next try has succeeded: a status that changed with every try would say less.
        if (pod.LastEnd is { } end && pod.Health is not { Status: HealthReport.Healthy })
            return Ended(pod, end.ExitCode, end.Reason, Trim(TerminationMessage.Read(end.Message)), expected);
        return pod.Health is { } health ? Reported(pod, health, expected, now) : Late(pod, expected, now, "it has not answered /health");
    }

    private static Trouble Unscheduled(PodFacts pod, Expectation expected)
    {
        string device = HardwareNeeds.ResourceOf(expected.Hardware) ?? "cpu";
        string advice = expected.IsHandOver || device == "cpu"
            ? "free or add such a node, or ask for less in spec.hardware and spec.pod"
            : "free or add such a node, ask for less in spec.hardware, or replace pods one by one with spec.rollout.strategy HandOver";
        return new Trouble(ConditionTypes.Scheduled, pod.ScheduleReason!, $"no node takes a pod with {device}: {Trim(pod.ScheduleMessage)}; {advice}", Fatal: false);
    }

    // Exit codes of the model server: 2 settings, 3 model, 4 address.
    private static Trouble Ended(PodFacts pod, int code, string? reason, string message, Expectation expected)
    {
        if (reason == "OOMKilled")
            return Stuck("OutOfMemory", "the container needed more memory than it may use; raise spec.pod.resources.limits.memory", code: code);
        return code switch
        {
            // What numbers mean to a server of somebody else's is not known, but for the signals that stop it.
            not (137 or 143) when pod.OutOfSight => Stuck("CrashLoop", message.Length > 0 ? message : $"see kubectl logs {pod.Name} --previous", fatal: pod.Restarts > 1, code: code),
            2 => Stuck("SettingsRefused", message, code: code),
            3 => NotLoaded(message),
            4 => Stuck("AddressTaken", message, code: code),
            0 or 137 or 143 => Stuck("NeverWarm", $"it was stopped before it was warm, which it must be within {expected.ReadyWithin.TotalSeconds:0} s (spec.rollout.readyWithinSeconds); see kubectl logs {pod.Name} --previous", code: code),
            _ => Stuck("CrashLoop", message.Length > 0 ? message : $"see kubectl logs {pod.Name} --previous", fatal: pod.Restarts > 1, code: code),
        };
    }

    private static Trouble NotLoaded(string message)
    {
        string reason = message.Length > 0 ? message : "the server did not say why";
        if (Says(message, "(ARGUS_CLASSES)"))
            return new Trouble(ConditionTypes.WeightsVerified, "ClassesRefused", $"{reason}; correct the classes of the model in the spec, or what their address serves");
        if (Says(message, "was not found", "download"))
            return new Trouble(ConditionTypes.WeightsVerified, "WeightsMissing", $"{reason}; check the addresses of the pack and that the pod may reach them", Fatal: false);
        if (Says(message, "sha256", "licence"))
            return new Trouble(ConditionTypes.WeightsVerified, "WeightsRefused", $"{reason}; correct the pack, or what its addresses serve");
        if (Says(message, "ExecutionProvider", "fallback", "device"))
            return new Trouble(ConditionTypes.AcceleratorBound, "ProviderMissing", $"{reason}; check the image and the driver of the node, or allow spec.hardware.fallback CPU");
        return new Trouble(ConditionTypes.Progressing, "ModelNotLoaded", reason);
    }

    private static Trouble? Reported(PodFacts pod, HealthReport health, Expectation expected, DateTimeOffset now)
    {
        if (expected.IsRelay && !pod.Ready && health.Status == HealthReport.Unhealthy)
            return Stuck("EndpointAway", $"{Trim(health.Reason)}; check spec.chat.endpoint and the server behind it", fatal: false);
        if (health.Status != HealthReport.Healthy)
            return Late(pod, expected, now, Trim(health.Reason) is { Length: > 0 } reason ? reason : $"it says {health.Status}");
        if (pod.OutOfSight)
            return null;
        string target = expected.Hardware.Target;
        bool fallback = expected.Hardware.Fallback == HardwareSpec.FallbackCpu;
        bool onDevice = health.Actual == target || (fallback && health.Actual == HardwareSpec.Cpu);
        if (!onDevice || health.Requested != target)
            return Unbound("WrongProvider", $"it computes on {health.Actual ?? "nothing"} ({string.Join(", ", health.Providers)}), not on {target}; check the image, the driver and the device plugin of the node, or allow spec.hardware.fallback CPU");
        if (health.FallbackNodes > 0 && !fallback)
            return Unbound("PartOnCpu", $"{health.FallbackNodes} nodes of its graphs compute on the CPU; take a model that {target} can run whole, or allow spec.hardware.fallback CPU");
        if (!expected.Digests.IsEmpty && !expected.Digests.Contains(health.Digest ?? ""))
            return new Trouble(ConditionTypes.WeightsVerified, "DigestMismatch", $"it reports the digest {health.Digest ?? "none"}, and the spec leads to {expected.Digests[0]}; the image serves another model or is of another version than the operator");
        if (expected.ClassesSha256 is { } promised && health.ClassesDigest != $"sha256:{promised}")
            return new Trouble(ConditionTypes.WeightsVerified, "ClassesMismatch", $"it has the face classes {health.ClassesDigest ?? "none"}, and the spec names sha256:{promised}; the image is of another version than the operator");
        return null;
    }

    private static Trouble? Late(PodFacts pod, Expectation expected, DateTimeOffset now, string why) =>
        !pod.Ready && pod.StartedAt is { } start && now - start >= expected.ReadyWithin
            ? Stuck("NeverWarm", $"it is not warm within {expected.ReadyWithin.TotalSeconds:0} s (spec.rollout.readyWithinSeconds): {why}")
            : null;

    private static Trouble Stuck(string reason, string message, bool fatal = true, int? code = null) =>
        new(ConditionTypes.Progressing, reason, code is null ? message : $"exit code {code}: {message}", fatal);

    private static Trouble Unbound(string reason, string message) => new(ConditionTypes.AcceleratorBound, reason, message);

    private static bool Says(string message, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (message.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // The last lines of a log: the end of it is what counts, from where a sentence begins, or else a word.
    private static string Trim(string? message)
    {
        string text = (message ?? "").ReplaceLineEndings(" ").Trim();
        if (text.Length > 500)
        {
            var end = text.AsSpan()[^496..];
            // Not at the price of much of what there is to tell.
            var first = end[..248];
            int begin = first.IndexOf(". ") is >= 0 and var sentence ? sentence + 2 : first.IndexOf(' ') + 1;
            text = $"... {end[begin..]}";
        }

        return text.TrimEnd('.');
    }
}
