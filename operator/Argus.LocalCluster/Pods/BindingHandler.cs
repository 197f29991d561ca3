using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Pods;

/// <summary>The binding subresource: a scheduler's word on which node a Pod runs.</summary>
internal sealed class BindingHandler(ObjectStore store, TimeProvider clock)
{
    public async Task<StatusFault?> CreateAsync(ApiCall call)
    {
        var (body, tooLarge) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return tooLarge;
        if (body.GoodJson(out var binding, out _) is { } bad)
            return StatusFault.BadRequest($"the object provided is unrecognized (must be of type Binding): {bad}");
        if ((binding as JsonObject)?["target"] is not JsonObject target || target.Text("name") is not { Length: > 0 } node)
            return StatusFault.Invalid("Binding", "", call.Request.Name!, [new FieldCause("FieldValueRequired", "Required value", "target.name")]);
        if (Bind(call, node) is { } fault)
            return fault;
        await AnswerWriter.WriteJsonAsync(call.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
        return null;
    }

    private StatusFault? Bind(ApiCall call, string node)
    {
        while (true)
        {
            if (store.State.Find(call.Key) is not { } stored)
                return StatusFault.NotFound(call.Resource, call.Request.Name!);
            var pod = stored.Parse();
            if (stored.Facts.Deleting)
                return Refused(call, $"pod {stored.Key.Name} is being deleted, cannot be assigned to a host");
            if ((pod["spec"] as JsonObject)?.Text("nodeName") is { Length: > 0 } taken)
                return Refused(call, $"pod {stored.Key.Name} is already assigned to node \"{taken}\"");
            pod["spec"]!["nodeName"] = node;
            Place(pod, node);
            DefinitionController.SetCondition(pod, "PodScheduled", "True", "", "", SystemFields.Timestamp(clock));
            var condition = (pod["status"]!["conditions"] as JsonArray)!.OfType<JsonObject>().First(c => c.Text("type") == "PodScheduled");
            foreach (string name in (ReadOnlySpan<string>)["reason", "message", "observedGeneration"])
                condition.Remove(name);
            condition["lastProbeTime"] = null;
            switch (store.Put(stored.Key, stored, pod))
            {
                case WriteOutcome.Done:
                    return null;
                case WriteOutcome.NotStored failed:
                    return new StatusFault(507, "InsufficientStorage", $"the binding could not be written to disk: {failed.Reason}; free some space and try again");
            }
        }
    }

    // A pod can see where it is without the right to read nodes.
    private void Place(JsonObject pod, string node)
    {
        if (store.State.Find(new ObjectKey("/nodes", "", node))?.Facts.Labels is not { } there)
            return;
        foreach (string name in (ReadOnlySpan<string>)["topology.kubernetes.io/region", "topology.kubernetes.io/zone"])
        {
            if (!there.TryGetValue(name, out string? value))
                continue;
            if (pod["metadata"]!["labels"] is not JsonObject labels)
                pod["metadata"]!["labels"] = labels = [];
            labels[name] = value;
        }
    }

    private static StatusFault Refused(ApiCall call, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on pods/binding \"{call.Request.Name}\": {why}")
        {
            Details = new JsonObject { ["name"] = call.Request.Name, ["kind"] = "pods/binding" },
        };
}
