using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>The annotation of client-side <c>kubectl apply</c>, which lets <c>kubectl apply --server-side</c> take over without conflicts.</summary>
internal static class LastApplied
{
    public const string Kubectl = "kubectl";
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The conflicts that remain: those in fields that kubectl had not applied itself, or that changed since.</summary>
    public static IReadOnlyList<FieldConflict> NotAllowed(IReadOnlyList<FieldConflict> conflicts, JsonObject? live, StructuralSchema schema)
    {
        if (live is null || Configuration(live) is not { } configuration)
            return conflicts;
        (FieldSet fields, IReadOnlyList<string> errors) = TypedWalk.Run(schema.Root, configuration);
        if (errors.Count > 0)
            return conflicts;
        ObjectComparison since = ObjectComparison.Run(schema.Root, configuration, live);
        FieldSet allowed = fields.Except(since.Changed).Except(since.Removed);
        return [.. conflicts.Where(conflict => !conflict.Field.Except(allowed).IsEmpty)];
    }

    /// <summary>Keeps the annotation true after a server-side apply by kubectl, so that a client-side one may follow.</summary>
    public static void Refresh(JsonObject merged, JsonObject? live, JsonObject applied)
    {
        if (live is null || Configuration(live) is null || merged["metadata"]?["annotations"] is not JsonObject annotations
            || !annotations.ContainsKey(Annotation))
            return;
        JsonObject configuration = applied.DeepClone().AsObject();
        Ownership.Strip(configuration);
        annotations[Annotation] = configuration.ToJsonString() + "\n";
    }

    private static JsonObject? Configuration(JsonObject live)
    {
        if (live["metadata"]?["annotations"]?[Annotation].AsText() is not { Length: > 0 } text)
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
