using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Label selectors: what is wrong with one, and what it selects.</summary>
internal static class LabelSelectors
{
    public static void Check(JsonObject selector, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        ObjectMetaValidation.CheckLabels(selector["matchLabels"] as JsonObject, path.Child("matchLabels"), causes);
        int index = 0;
        foreach (JsonObject expression in (selector["matchExpressions"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            string field = path.Child($"matchExpressions[{index++}]");
            bool listed = expression["values"] is JsonArray { Count: > 0 };
            if (expression.Text("operator") is "In" or "NotIn" && !listed)
                causes.Add(Causes.Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            if (expression.Text("operator") is "Exists" or "DoesNotExist" && listed)
                causes.Add(Causes.Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            if (expression.Text("key") is { } key)
                causes.AddRange(NameRules.QualifiedName(key).Select(problem => Causes.Invalid(field + ".key", key, problem)));
        }
    }

    /// <summary>Whether a selector takes an object with these labels. An absent selector takes none, an empty one all.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        if (selector is null)
            return false;
        foreach ((string key, JsonNode? value) in selector["matchLabels"] as JsonObject ?? [])
        {
            if (labels?.Text(key) != value.AsText())
                return false;
        }

        return ((selector["matchExpressions"] as JsonArray)?.OfType<JsonObject>() ?? []).All(expression =>
        {
            string? label = labels?.Text(expression.Text("key") ?? "");
            return expression.Text("operator") switch
            {
                "In" => label is not null && expression.Strings("values").Contains(label),
                "NotIn" => label is null || !expression.Strings("values").Contains(label),
                "Exists" => label is not null,
                _ => label is null,
            };
        });
    }
}
