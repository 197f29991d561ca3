using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Admission;

/// <summary>Answers an AdmissionReview (v1): what the schema cannot see, told at <c>kubectl apply</c> in the words that the status would have.</summary>
/// <param name="findPack">Finds a pack by its name, as the API server has it now.</param>
/// <param name="usersOf">ModelDeployments that name a pack.</param>
internal sealed class AdmissionReviewer(Func<string, CancellationToken, Task<ModelPack?>> findPack, Func<string, IReadOnlyList<string>> usersOf)
{
    /// <summary>The whole answer; null where the body is no review.</summary>
    public async Task<JsonObject?> AnswerAsync(JsonElement review, CancellationToken cancellationToken)
    {
        if (review.ValueKind != JsonValueKind.Object || !review.TryGetProperty("request", out var request) || request.ValueKind != JsonValueKind.Object)
            return null;
        if (!request.TryGetProperty("uid", out var uid) || uid.GetString() is not { } id)
            return null;
        string? kind = request.TryGetProperty("kind", out var found) && found.TryGetProperty("kind", out var name) ? name.GetString() : null;
        var response = (kind, Text(request, "operation")) switch
        {
            ("ModelDeployment", "CREATE" or "UPDATE") => await DeploymentAsync(request, cancellationToken),
            ("ModelPack", "DELETE") => PackGoes(Text(request, "name") ?? ""),
            _ => Allow(),
        };
        response.Insert(0, "uid", id);
        return Json.Map(("apiVersion", "admission.k8s.io/v1"), ("kind", "AdmissionReview"), ("response", response));
    }

    private async Task<JsonObject> DeploymentAsync(JsonElement request, CancellationToken cancellationToken)
    {
        ModelDeployment resource;
        try
        {
            resource = request.GetProperty("object").Deserialize(ArgusJson.Default.ModelDeployment)!;
        }
        catch (JsonException e)
        {
            return Deny($"It is no ModelDeployment: {e.Message}");
        }

        // What goes, and changes beside the spec such as labels, must not fail because of a pack that is gone.
        if (resource.Metadata.DeletionTimestamp is not null || IsSameSpec(request))
            return Allow();
        List<ModelPack> packs = [];
        string?[] names = [resource.Spec.Model.Pack, resource.Spec.Canary?.Model.Pack];
        foreach (string pack in names.OfType<string>().Distinct())
        {
            if (await findPack(pack, cancellationToken) is { } there)
                packs.Add(there);
        }

        var violations = Validation.Check(resource.Spec, new Observed { Packs = [.. packs] });
        return violations.Count == 0 ? Allow() : Deny(string.Join("; ", violations));
    }

    private JsonObject PackGoes(string name)
    {
        var users = usersOf(name);
        return users.Count == 0
            ? Allow()
            : Allow($"ModelPack {name} is named by {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}: what runs goes on, but nothing of them can be changed until the pack is back");
    }

    private static bool IsSameSpec(JsonElement request) =>
        request.TryGetProperty("oldObject", out var old) && old.ValueKind == JsonValueKind.Object
        && old.TryGetProperty("spec", out var before) && request.GetProperty("object").TryGetProperty("spec", out var after)
        && JsonElement.DeepEquals(before, after);

    private static JsonObject Allow(string? warning = null) =>
        Json.Map(("allowed", true), ("warnings", warning is null ? null : Json.List(warning)));

    private static JsonObject Deny(string message) =>
        Json.Map(("allowed", false), ("status", Json.Map(("code", 422), ("reason", "Invalid"), ("message", message))));

    private static string? Text(JsonElement map, string name) => map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
