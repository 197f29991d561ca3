using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Admission;

/// <summary>Calls the webhooks of ValidatingWebhookConfigurations.</summary>
internal sealed class WebhookCaller(ObjectStore store, WebhookClients clients, TimeProvider clock)
{
    private const string Key = "admissionregistration.k8s.io/validatingwebhookconfigurations";
    private const int DefaultTimeoutSeconds = 10;
    private volatile Registered? _registered;

    public async Task<StatusFault?> ReviewAsync(WriteTarget target, string operation, string name, JsonObject? next, JsonObject? old, CancellationToken cancellationToken)
    {
        foreach (var webhook in Webhooks())
        {
            if (!webhook.Wants(target, operation) || !webhook.Selects(next ?? old, LabelsOfNamespace(target.Namespace)))
                continue;
            var review = AdmissionReview.Request(target, operation, name, next, old);
            if (await AskAsync(webhook, review, target, name, cancellationToken) is { } denied)
                return denied;
        }
        return null;
    }

    private async Task<StatusFault?> AskAsync(Webhook webhook, JsonObject review, WriteTarget target, string name, CancellationToken cancellationToken)
    {
        string failure;
        string address = $"{webhook.Url}?timeout={webhook.TimeoutSeconds ?? DefaultTimeoutSeconds}s";
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(webhook.TimeoutSeconds ?? DefaultTimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var content = new ByteArrayContent(Json.Serialize(review)) { Headers = { ContentType = new("application/json") } };
            using var answer = await clients.For(webhook.Authorities).PostAsync(new Uri(address), content, either.Token);
            answer.EnsureSuccessStatusCode();
            var body = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(either.Token)) as JsonObject;
            if (body?["response"] is JsonObject response)
                return AdmissionReview.Answer(webhook.Name, response, target);
            failure = "expected response.uid, got no response";
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            failure = $"dial tcp {new Uri(address).Authority}: connect: connection refused";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or UriFormatException or FormatException or CryptographicException)
        {
            failure = e.InnerException?.Message ?? e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failure = "context deadline exceeded";
        }
        string message = $"failed calling webhook \"{webhook.Name}\": failed to call webhook: Post \"{address}\": {failure}";
        return webhook.FailOpen ? null : new StatusFault(500, "InternalError", $"Internal error occurred: {message}")
        {
            Details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) },
        };
    }

    private IReadOnlyList<Webhook> Webhooks()
    {
        var objects = store.State.Of(Key);
        var registered = _registered;
        if (!ReferenceEquals(objects, registered?.Objects))
        {
            _registered = registered = new Registered(objects, [.. objects.In(null).SelectMany(o => (o.Parse()["webhooks"] as JsonArray ?? []).OfType<JsonObject>()).Select(w => new Webhook(w))]);
            clients.Keep(registered.Webhooks.Select(webhook => webhook.Authorities));
        }

        return registered!.Webhooks;
    }

    private IReadOnlyDictionary<string, string>? LabelsOfNamespace(string ns) => store.State.Find(new ObjectKey("/namespaces", "", ns))?.Facts.Labels;

    private sealed record Registered(ResourceObjects Objects, IReadOnlyList<Webhook> Webhooks);
}
