using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>A schema of OpenAPI v3 in the words of v2, which knows less: what it cannot say is left open rather than said wrongly, as the real server does.</summary>
internal static class OpenApiV2Schema
{
    private const string V3Reference = "#/components/schemas/";
    private const string V2Reference = "#/definitions/";

    // An old kubectl checks with these; defaults and limits are the server's business.
    private static readonly string[] Kept = ["description", "format", "required", "enum"];

    public static JsonObject Of(JsonObject v3)
    {
        var v2 = new JsonObject();
        foreach (var (name, value) in v3)
            if (Kept.Contains(name) || (name.StartsWith("x-kubernetes-", StringComparison.Ordinal) && name != "x-kubernetes-validations"))
                v2[name] = value?.DeepClone();
        if (ReferenceOf(v3) is { } reference)
            v2["$ref"] = V2Reference + reference[V3Reference.Length..];
        else if (IsEither(v3, out bool quantity))
            AddText(v2, quantity);
        else if (!IsOpen(v3))
            AddShape(v3, v2);
        return v2;
    }

    private static string? ReferenceOf(JsonObject v3) =>
        (string?)(v3["$ref"] ?? (v3["type"] is null && v3["allOf"] is JsonArray { Count: 1 } all ? all[0]!["$ref"] : null));

    // Number or text, in the types of the server itself: v2 calls both text.
    private static bool IsEither(JsonObject v3, out bool quantity)
    {
        bool either = v3["type"] is null && v3["oneOf"] is JsonArray { Count: 2 } && v3["x-kubernetes-int-or-string"] is null;
        quantity = either && (string?)v3["oneOf"]![0]!["type"] == "number";
        return either;
    }

    private static void AddText(JsonObject v2, bool quantity)
    {
        v2["type"] = "string";
        if (!quantity)
            v2["format"] = "int-or-string";
    }

    // Several types at once, null among them, and fields that are not declared.
    private static bool IsOpen(JsonObject v3) => Says(v3, "nullable") || Says(v3, "x-kubernetes-int-or-string") || Says(v3, "x-kubernetes-preserve-unknown-fields");

    private static bool Says(JsonObject v3, string name) => v3[name] is JsonValue value && value.TryGetValue(out bool said) && said;

    private static void AddShape(JsonObject v3, JsonObject v2)
    {
        if (v3["type"] is { } type)
            v2["type"] = type.DeepClone();
        if (v3["items"] is JsonObject items)
            v2["items"] = Of(items);
        if (v3["additionalProperties"] is JsonObject values)
            v2["additionalProperties"] = Of(values);
        if (v3["properties"] is JsonObject properties)
            v2["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Of(p.Value!.AsObject()))));
    }
}
