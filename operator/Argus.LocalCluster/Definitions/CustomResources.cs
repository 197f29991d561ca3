using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Definitions;

/// <summary>From a CustomResourceDefinition to the kinds that it brings.</summary>
internal static class CustomResources
{
    private static readonly KindRules Rules = new() { Generation = true };

    /// <summary>One resource for each served version; compiles its schema.</summary>
    public static IReadOnlyList<ApiResource> Of(JsonObject definition)
    {
        var spec = definition["spec"]!.AsObject();
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        string storage = versions.FirstOrDefault(v => v.Flag("storage"))?.Text("name") ?? "";
        return [.. versions.Where(v => v.Flag("served")).Select(v => Of(definition, spec, v, storage))];
    }

    private static ApiResource Of(JsonObject definition, JsonObject spec, JsonObject version, string storage)
    {
        var names = spec["names"]!.AsObject();
        string group = spec.Text("group")!, kind = names.Text("kind")!;
        var subresources = version["subresources"] as JsonObject;
        bool status = subresources?["status"] is not null;
        return new ApiResource
        {
            Type = new ResourceType(group, version.Text("name")!, kind, names.Text("plural")!, spec.Text("scope") == "Namespaced"),
            Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
            ListKind = names.Text("listKind") ?? kind + "List",
            ShortNames = names.Strings("shortNames"),
            Categories = names.Strings("categories"),
            Custom = true,
            Terminating = definition["metadata"]?["deletionTimestamp"] is not null,
            HasStatus = status,
            Scale = subresources?["scale"] is JsonObject scale ? new ScalePaths(scale.Text("specReplicasPath")!, scale.Text("statusReplicasPath")!, scale.Text("labelSelectorPath")) : null,
            StorageVersion = storage,
            StorageGroup = group,
            Selectable = (version["selectableFields"] as JsonArray ?? []).OfType<JsonObject>().Select(f => f.Text("jsonPath")!.TrimStart('.')).ToDictionary(p => p),
            Table = PrinterColumns.Layout(version["additionalPrinterColumns"] as JsonArray),
            Schema = StructuralSchema.Compile(version["schema"]?["openAPIV3Schema"]?.DeepClone() as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }, status),
            Rules = Rules,
        }.Sealed();
    }
}
