using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Whether a pod refers to a ConfigMap or Secret.</summary>
internal static class PodReferences
{
    public static Func<V1PodSpec, bool> ToConfigMap(string name) => spec =>
        Containers(spec).Any(container =>
            (container.EnvFrom ?? []).Any(source => source.ConfigMapRef?.Name == name)
            || (container.Env ?? []).Any(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name == name))
        || (spec.Volumes ?? []).Any(volume =>
            volume.ConfigMap?.Name == name || (volume.Projected?.Sources ?? []).Any(source => source.ConfigMap?.Name == name));

    public static Func<V1PodSpec, bool> ToSecret(string name) => spec =>
        Containers(spec).Any(container =>
            (container.EnvFrom ?? []).Any(source => source.SecretRef?.Name == name)
            || (container.Env ?? []).Any(variable => variable.ValueFrom?.SecretKeyRef?.Name == name))
        || (spec.Volumes ?? []).Any(volume =>
            volume.Secret?.SecretName == name || (volume.Projected?.Sources ?? []).Any(source => source.Secret?.Name == name));

    private static IEnumerable<V1Container> Containers(V1PodSpec spec) => (spec.Containers ?? []).Concat(spec.InitContainers ?? []);
}
