using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Admission;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Deletion;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tables;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Pods;

/// <summary>The eviction subresource: a deletion that asks the disruption budgets first.</summary>
internal sealed class EvictionHandler(ObjectStore store, Deleter deleter, InternalWriter writer, TimeProvider clock)
{
    private const string Budgets = "policy/poddisruptionbudgets";
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

    public async Task<StatusFault?> CreateAsync(ApiCall call)
    {
        var (body, tooLarge) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return tooLarge;
        if (body.GoodJson(out var sent, out _) is { } bad)
            return StatusFault.BadRequest($"the object provided is unrecognized (must be of type Eviction): couldn't get version/kind; json parse error: {bad}");
        if (store.State.Find(call.Key) is not { } pod)
            return StatusFault.NotFound(call.Resource, call.Request.Name!);
        var inner = new RequestBody(Json.Serialize((sent as JsonObject)?["deleteOptions"] ?? new JsonObject()), "application/json");
        if (DeleteOptions.Read(call.Query, inner, out var options) is { } invalid)
            return invalid;
        if (Take(pod, options.DryRun) is { } refused)
            return refused;
        if (!options.DryRun)
            writer.Update(pod.Key, Mark);
        if (deleter.Delete(call.Resource, pod.Key, options).Fault is { } fault)
            return fault;
        await AnswerWriter.WriteJsonAsync(call.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
        return null;
    }

    // Takes one disruption from the budget of the Pod, where it has one and counts.
    private StatusFault? Take(StoredObject pod, bool dryRun)
    {
        using var document = JsonDocument.Parse(pod.Bytes);
        if (Cells.Text(document.RootElement, "status", "phase") is "Succeeded" or "Failed" or "Pending" || pod.Facts.Deleting)
            return null;
        while (true)
        {
            var budgets = store.State.Of(Budgets).In(pod.Key.Namespace).Where(b => Covers(b.Parse(), pod)).ToArray();
            if (budgets.Length == 0)
                return null;
            if (budgets.Length > 1)
                return new StatusFault(500, null, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            var budget = budgets[0].Parse();
            var status = budget["status"] as JsonObject;
            var metadata = budget["metadata"]!.AsObject();
            if (status is null || (status.Integer("observedGeneration") ?? 0) < (metadata.Integer("generation") ?? 0))
                return TooMany($"The disruption budget {budgets[0].Key.Name} is still being processed by the server.", retry: 10);
            long allowed = status.Integer("disruptionsAllowed") ?? 0;
            if (allowed <= 0)
                return TooMany($"The disruption budget {budgets[0].Key.Name} needs {status.Integer("desiredHealthy") ?? 0} healthy pods and has {status.Integer("currentHealthy") ?? 0} currently", retry: null);
            if (dryRun)
                return null;
            status["disruptionsAllowed"] = allowed - 1;
            if (status["disruptedPods"] is not JsonObject disrupted)
                status["disruptedPods"] = disrupted = [];
            disrupted[pod.Key.Name] = SystemFields.Timestamp(clock);
            if (store.Put(budgets[0].Key, budgets[0], budget) is not WriteOutcome.Stale)
                return null;
        }
    }

    private bool Mark(JsonObject pod)
    {
        if (!DefinitionController.SetCondition(pod, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting", SystemFields.Timestamp(clock)))
            return false;
        pod["status"]!["conditions"]!.AsArray().Single(c => c!["type"]!.ToString() == "DisruptionTarget")!["lastProbeTime"] = null;
        return true;
    }

    private static bool Covers(JsonObject budget, StoredObject pod) =>
        budget["spec"]?["selector"] is JsonObject selector && SelectorMatch.Matches(selector, pod.Facts.Labels);

    private static StatusFault TooMany(string why, int? retry)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = why }) };
        if (retry is not null)
            details["retryAfterSeconds"] = retry;
        return new StatusFault(429, "TooManyRequests", Refusal) { Details = details };
    }
}
