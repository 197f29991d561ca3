using System.Text;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>Has the API server ask the operator before it takes a ModelDeployment: what the schema cannot see is refused at once.</summary>
internal sealed class WebhookInstall(KubernetesClient client, TimeProvider time)
{
    private const int Port = 443;
    private static readonly ResourceType Configurations = new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", Namespaced: false);

    /// <summary>Installs it.</summary>
    /// <param name="name">Name of the operator and its Service.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Of its pods.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(string name, string ns, IReadOnlyDictionary<string, string> labels, CancellationToken cancel)
    {
        var force = new ApplyOptions { Force = true };
        string authority = WebhookCertificate.Renew($"{name}.{ns}.svc", time.GetUtcNow());
        var service = new V1Service
        {
            Metadata = new() { Name = name, Namespace = ns, Labels = labels },
            Spec = new() { Selector = labels, Ports = [new() { Name = "webhook", Port = Port, TargetPort = "webhook" }] },
        };
        await client.ApplyAsync(service, force, cancel);
        await client.Resource(Configurations).ApplyAsync(name, null, Encoding.UTF8.GetBytes(Configuration(name, ns, authority).ToJsonString()), force, cancel);
    }

    // On one machine a ModelDeployment may be applied while the operator is away: its status then says what the webhook would have said.
    private static JsonObject Configuration(string name, string ns, string authority) => new()
    {
        ["apiVersion"] = Configurations.ApiVersion,
        ["kind"] = Configurations.Kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["webhooks"] = new JsonArray(
            Webhook("modeldeployments", ["CREATE", "UPDATE"], Caller(name, ns, authority)),
            Webhook("modelpacks", ["DELETE"], Caller(name, ns, authority))),
    };

    private static JsonObject Caller(string name, string ns, string authority) => new()
    {
        ["service"] = new JsonObject { ["namespace"] = ns, ["name"] = name, ["path"] = "/validate", ["port"] = Port },
        ["caBundle"] = authority,
    };

    private static JsonObject Webhook(string plural, string[] operations, JsonObject caller) => new()
    {
        ["name"] = $"{plural}.argus.dev",
        ["sideEffects"] = "None",
        ["admissionReviewVersions"] = new JsonArray("v1"),
        ["failurePolicy"] = "Ignore",
        ["timeoutSeconds"] = 5,
        ["clientConfig"] = caller,
        ["rules"] = new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray("argus.dev"),
            ["apiVersions"] = new JsonArray("v1alpha1"),
            ["operations"] = new JsonArray([.. operations.Select(o => JsonValue.Create(o))]),
            ["resources"] = new JsonArray(plural),
        }),
    };
}
