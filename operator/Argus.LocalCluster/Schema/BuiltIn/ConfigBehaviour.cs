using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>ConfigMaps, Secrets, Namespaces and NetworkPolicies.</summary>
internal static class ConfigBehaviour
{
    private const int MaxBytes = 1024 * 1024;
    private const string BadKey = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  "
        + "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    public static void CheckConfigMap(JsonObject map, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        long size = CheckKeys(map["data"] as JsonObject, "data", causes) + CheckKeys(map["binaryData"] as JsonObject, "binaryData", causes);
        if (size > MaxBytes)
            causes.Add(Causes.TooLong("[]", MaxBytes));
        CheckImmutable(map, old, causes);
    }

    /// <summary>What was given as text is stored as bytes.</summary>
    public static void DefaultSecret(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts)
            return;
        if (secret["data"] is not JsonObject data)
            secret["data"] = data = [];
        foreach ((string key, JsonNode? text) in texts)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.AsText() ?? ""));
        secret.Remove("stringData");
    }

    public static void CheckSecret(JsonObject secret, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (CheckKeys(secret["data"] as JsonObject, "data", causes) > MaxBytes)
            causes.Add(Causes.TooLong("data", MaxBytes));
        if (old is not null && old.Text("type") is { } type && secret.Text("type") != type)
            causes.Add(Causes.Invalid("type", secret["type"], "field is immutable"));
        CheckImmutable(secret, old, causes);
    }

    /// <summary>Every namespace can be selected by its name.</summary>
    public static void DefaultNamespace(JsonObject space)
    {
        if (space["metadata"] is not JsonObject metadata || metadata.Text("name") is not { Length: > 0 } name)
            return;
        if (metadata["labels"] is not JsonObject labels)
            metadata["labels"] = labels = [];
        labels["kubernetes.io/metadata.name"] = name;
    }

    public static void DefaultNetworkPolicy(JsonObject spec)
    {
        if (!spec.ContainsKey("policyTypes"))
            spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }

    private static long CheckKeys(JsonObject? entries, string field, List<FieldCause> causes)
    {
        long size = 0;
        foreach ((string key, JsonNode? value) in entries ?? [])
        {
            string at = $"{field}[{key}]";
            if (key.Length > 253)
                causes.Add(Causes.Invalid(at, key, "must be no more than 253 characters"));
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                causes.Add(Causes.Invalid(at, key, BadKey));
            size += Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }

        return size;
    }

    private static void CheckImmutable(JsonObject o, JsonObject? old, List<FieldCause> causes)
    {
        if (old?.Flag("immutable") != true)
            return;
        if (!o.Flag("immutable"))
            causes.Add(Causes.Forbidden("immutable", "field is immutable when `immutable` is set"));
        foreach (string name in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            if (!JsonNode.DeepEquals(o[name], old[name]))
                causes.Add(Causes.Forbidden(name, "field is immutable when `immutable` is set"));
        }
    }
}
