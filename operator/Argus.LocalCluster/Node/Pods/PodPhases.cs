using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>What the states of its containers mean for a pod.</summary>
internal static class PodPhases
{
    /// <summary>Whether a container that ended is started again.</summary>
    public static bool Restarts(V1Pod pod, ContainerState state) => pod.Spec?.RestartPolicy switch
    {
        "Never" => !state.HasRun,
        "OnFailure" => state.Terminated?.ExitCode != 0,
        _ => true,
    };

    /// <summary>Every container has ended for good, or an init container has failed for good.</summary>
    public static bool IsOver(V1Pod pod, PodState state) => Of(pod, state) is "Succeeded" or "Failed";

    public static string Of(V1Pod pod, PodState state)
    {
        foreach (var init in pod.Spec?.InitContainers ?? [])
        {
            var container = state.Container(init.Name);
            if (init.RestartPolicy == "Always" ? container.HasRun : container.Succeeded)
                continue;
            return pod.Spec!.RestartPolicy == "Never" && container.Phase == ContainerPhase.Exited ? "Failed" : "Pending";
        }

        var containers = (pod.Spec?.Containers ?? []).Select(container => state.Container(container.Name)).ToList();
        if (containers.Any(container => !container.HasRun))
            return "Pending";
        if (containers.Any(container => container.Phase != ContainerPhase.Exited || Restarts(pod, container)))
            return "Running";
        return containers.All(container => container.Succeeded) ? "Succeeded" : "Failed";
    }

    /// <summary>Guaranteed when every container has equal requests and limits for processor and memory, best effort when none has any.</summary>
    public static string QosClass(V1PodSpec? spec)
    {
        var containers = (spec?.Containers ?? []).Concat(spec?.InitContainers ?? []).Select(container => container.Resources).ToList();
        bool Any(string resource) => containers.Any(resources => resources?.Requests?.ContainsKey(resource) == true || resources?.Limits?.ContainsKey(resource) == true);
        if (!Any("cpu") && !Any("memory"))
            return "BestEffort";
        bool guaranteed = containers.All(resources => (string[])["cpu", "memory"] is var both && both.All(name =>
            resources?.Limits?.TryGetValue(name, out var limit) == true
            && (resources.Requests is null || !resources.Requests.TryGetValue(name, out var request) || request == limit)));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
