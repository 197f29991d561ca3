using Argus.Gateway.Routing;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;

namespace Argus.Gateway.Tests.Running;

/// <summary>Resources as the cluster has them.</summary>
internal static class Given
{
    /// <summary>The gateway's own namespace.</summary>
    public const string Own = "argus";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A ModelDeployment that is ready.</summary>
    /// <param name="name">Its name, in the namespace ns.</param>
    /// <param name="task">What it does.</param>
    /// <param name="age">Seconds after others that it was made.</param>
    public static ModelDeployment Deployment(string name, string task = ModelTasks.FaceAnalysis, int age = 0) => new()
    {
        Metadata = new() { Name = name, Namespace = "ns", CreationTimestamp = Start.AddSeconds(age) },
        Spec = new() { Task = task, Model = new() { Pack = "selftest" } },
        Status = new() { Conditions = [Condition(ConditionTypes.Accepted, "True", "Valid"), Condition(ConditionTypes.Ready, "True", "Serving")] },
    };

    /// <summary>A condition of a ModelDeployment.</summary>
    public static V1Condition Condition(string type, string status, string reason, string message = "") =>
        new(type, status, reason, message, Start, 1);

    /// <summary>Ready pods of a ModelDeployment.</summary>
    public static V1EndpointSlice Slice(string deployment, IEnumerable<Address> addresses, string variant = "stable") => new()
    {
        Metadata = new()
        {
            Name = $"{deployment}-{variant}-abcde",
            Namespace = "ns",
            Labels = new Dictionary<string, string> { ["argus.dev/deployment"] = deployment, ["argus.dev/variant"] = variant },
        },
        AddressType = "IPv4",
        Endpoints = [.. addresses.Select(a => new V1Endpoint { Addresses = [a.Host], Conditions = new() { Ready = true, Serving = true, Terminating = false } })],
        Ports = [new() { Name = "http", Port = addresses.Select(a => (int?)a.Port).FirstOrDefault() ?? 8100, Protocol = "TCP" }],
    };

    /// <summary>The ready pod of a service of the platform's own.</summary>
    public static V1EndpointSlice OwnSlice(string serves, Address pod)
    {
        var slice = Slice(serves, [pod]);
        return slice with
        {
            Metadata = new()
            {
                Name = $"argus-{serves}-abcde",
                Namespace = Own,
                Labels = new Dictionary<string, string> { ["argus.dev/serves"] = serves, ["kubernetes.io/service-name"] = $"argus-{serves}" },
            },
        };
    }
}
