using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.Cli.Platform;

/// <summary>What operator, gateway and services have in common in the local cluster.</summary>
internal static class ControlPlane
{
    public const string Namespace = "argus";
    public const string Operator = "argus-operator";
    public const string Gateway = "argus-gateway";
    public const string Jobs = "argus-jobs";
    public const string Datasets = "argus-datasets";

    /// <summary>Label that names a part.</summary>
    public const string NameLabel = "app.kubernetes.io/name";

    /// <summary>Labels of a part.</summary>
    public static Dictionary<string, string> LabelsOf(string name) => new() { [NameLabel] = name };

    /// <summary>A Deployment of one pod.</summary>
    public static V1Deployment Deployment(string name, V1Container container, V1DeploymentStrategy? strategy = null) => new()
    {
        Metadata = new() { Name = name, Namespace = Namespace, Labels = LabelsOf(name) },
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Strategy = strategy,
            Selector = new V1LabelSelector { MatchLabels = LabelsOf(name) },
            Template = new V1PodTemplateSpec
            {
                Metadata = new() { Labels = LabelsOf(name) },
                Spec = new V1PodSpec { Containers = [container] },
            },
        },
    };

    /// <summary>A variable that is a field of the pod.</summary>
    public static V1EnvVar Field(string name, string path) => new() { Name = name, ValueFrom = new() { FieldRef = new() { FieldPath = path } } };
}
