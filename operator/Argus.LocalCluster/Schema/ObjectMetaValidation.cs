using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>What the server refuses in metadata.</summary>
public static class ObjectMetaValidation
{
    private const int AnnotationsLimit = 256 * 1024;

    /// <summary>Metadata that cannot be read at all (a label that is a number), as the text of a 400 answer; null where it can.</summary>
    /// <param name="o">The object.</param>
    /// <param name="isCustom">Whether the kind comes from a definition; the server then names the field without the path.</param>
    public static string? Unreadable(JsonObject o, bool isCustom)
    {
        if (o["metadata"] is not { } metadata)
            return null;
        string place = isCustom ? "ObjectMeta." : "ObjectMeta.metadata.";
        return DecodeCheck.Run(BuiltInSchemas.ObjectMeta, metadata, place);
    }

    /// <summary>Remarks that go into Warning headers.</summary>
    public static IReadOnlyList<string> Warnings(JsonObject o) =>
        [.. (o["metadata"] as JsonObject)?.Strings("finalizers").Where(name => !name.Contains('/', StringComparison.Ordinal) && !IsStandard(name))
            .Select(name => $"metadata.finalizers: {Causes.Quoted(name)}: prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers")
            ?? []];

    /// <summary>Checks the metadata of an object that is created, or updated from <paramref name="old"/>.</summary>
    public static IReadOnlyList<FieldCause> Validate(JsonObject o, JsonObject? old, bool isCustom)
    {
        var causes = new List<FieldCause>();
        JsonObject metadata = o["metadata"] as JsonObject ?? [];
        CheckName(o, metadata, causes);
        CheckLabels(metadata["labels"] as JsonObject, "metadata.labels", causes);
        CheckAnnotations(metadata["annotations"] as JsonObject, causes);
        CheckOwners(metadata["ownerReferences"] as JsonArray, causes);
        foreach (string finalizer in metadata.Strings("finalizers"))
        {
            foreach (string problem in NameRules.QualifiedName(finalizer))
                causes.Add(Causes.Invalid("metadata.finalizers", finalizer, problem));
            if (!isCustom && !finalizer.Contains('/', StringComparison.Ordinal) && !IsStandard(finalizer))
                causes.Add(Causes.Invalid("metadata.finalizers", finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
        }

        if (old?["metadata"] is JsonObject former)
            CheckUpdate(metadata, former, isCustom, causes);
        return causes;
    }

    /// <summary>Checks labels wherever they stand.</summary>
    internal static void CheckLabels(JsonObject? labels, string field, List<FieldCause> causes)
    {
        foreach ((string key, JsonNode? value) in labels ?? [])
        {
            foreach (string problem in NameRules.QualifiedName(key))
                causes.Add(Causes.Invalid(field, key, problem));
            if (value.AsText() is { } text)
                causes.AddRange(NameRules.LabelValue(text).Select(problem => Causes.Invalid(field, text, problem)));
        }
    }

    private static void CheckName(JsonObject o, JsonObject metadata, List<FieldCause> causes)
    {
        Func<string, IReadOnlyList<string>> rule = RuleOf(o.Text("apiVersion"), o.Text("kind"));
        if (metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            // a generated name goes on after the prefix, so a dash at its end is no fault
            string masked = prefix.EndsWith('-') ? string.Concat(prefix.AsSpan(0, prefix.Length - 1), "a") : prefix;
            causes.AddRange(rule(masked).Select(problem => Causes.Invalid("metadata.generateName", prefix, problem)));
        }

        if (metadata.Text("name") is not { Length: > 0 } name)
            causes.Add(Causes.Required("metadata.name", "name or generateName is required"));
        else
            causes.AddRange(rule(name).Select(problem => Causes.Invalid("metadata.name", name, problem)));
    }

    private static Func<string, IReadOnlyList<string>> RuleOf(string? apiVersion, string? kind) => (apiVersion, kind) switch
    {
        ("v1", "Namespace") => NameRules.Label,
        ("v1", "Service") => NameRules.ServiceLabel,
        ("rbac.authorization.k8s.io/v1", _) => NameRules.PathSegment,
        _ => NameRules.Subdomain,
    };

    private static void CheckAnnotations(JsonObject? annotations, List<FieldCause> causes)
    {
        long size = 0;
        foreach ((string key, JsonNode? value) in annotations ?? [])
        {
            foreach (string problem in NameRules.QualifiedName(key.ToLowerInvariant()))
                causes.Add(Causes.Invalid("metadata.annotations", key, problem));
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }

        if (size > AnnotationsLimit)
            causes.Add(Causes.TooLong("metadata.annotations", AnnotationsLimit));
    }

    private static void CheckOwners(JsonArray? owners, List<FieldCause> causes)
    {
        JsonObject? controller = null;
        foreach (JsonObject owner in owners?.OfType<JsonObject>() ?? [])
        {
            const string Field = "metadata.ownerReferences";
            if (owner.Text("apiVersion") is not { Length: > 0 })
                causes.Add(Causes.Invalid(Field + ".apiVersion", owner.Text("apiVersion") ?? "", "version must not be empty"));
            foreach (string name in (ReadOnlySpan<string>)["kind", "name", "uid"])
            {
                if (owner.Text(name) is not { Length: > 0 })
                    causes.Add(Causes.Invalid($"{Field}.{name}", "", "must not be empty"));
            }

            if (!owner.Flag("controller"))
                continue;
            if (controller is not null)
            {
                causes.Add(Causes.Invalid(Field, owners, "Only one reference can have Controller set to true. Found \"true\" in references for "
                    + $"{controller.Text("kind")}/{controller.Text("name")} and {owner.Text("kind")}/{owner.Text("name")}"));
            }

            controller ??= owner;
        }
    }

    private static void CheckUpdate(JsonObject metadata, JsonObject former, bool isCustom, List<FieldCause> causes)
    {
        foreach (string name in (ReadOnlySpan<string>)["name", "namespace", "uid", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (JsonNode.DeepEquals(metadata[name], former[name]))
                continue;
            FieldCause cause = Causes.Invalid($"metadata.{name}", metadata[name], "field is immutable");
            causes.Add(cause);
            if (isCustom)
                causes.Add(cause); // the server checks the metadata of custom resources twice
        }

        if (former["deletionTimestamp"] is null)
            return;
        IEnumerable<string> added = metadata.Strings("finalizers").Except(former.Strings("finalizers"));
        if (added.Any())
        {
            FieldCause cause = Causes.Forbidden("metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(Causes.Quoted))}}}");
            causes.Add(cause);
            if (isCustom)
                causes.Add(cause);
        }
    }

    private static bool IsStandard(string finalizer) => finalizer is "orphan" or "foregroundDeletion" or "kubernetes";
}
