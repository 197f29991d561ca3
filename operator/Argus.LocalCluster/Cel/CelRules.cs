using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>Runs the rules of a schema over an object, from the outside in.</summary>
internal sealed class CelRules
{
    private readonly FieldPath _path;
    private readonly CelBudget _budget = new();
    private readonly List<FieldCause> _causes;

    private CelRules(FieldPath path, List<FieldCause> causes) => (_path, _causes) = (path, causes);

    /// <summary>The rules of a node. Those that do not compile are left out; <see cref="CrdValidation"/> refuses such a definition.</summary>
    public static IReadOnlyList<CelRule> Compile(SchemaNode node, JsonObject schema) => schema["x-kubernetes-validations"] is JsonArray entries
        ? [.. entries.OfType<JsonObject>().Select(entry => CelRule.Compile(entry, node).Rule).OfType<CelRule>()]
        : [];

    public static void Run(SchemaNode root, JsonNode o, JsonNode? old, FieldPath path, List<FieldCause> causes) =>
        new CelRules(path, causes).Walk(root, o, old);

    private void Walk(SchemaNode node, JsonNode value, JsonNode? old)
    {
        foreach (CelRule rule in node.Rules)
            Check(rule, node, value, old);
        switch (value)
        {
            case JsonObject o:
                foreach ((string name, JsonNode? child) in o)
                {
                    if (child is null || node.Child(name) is not { HasRules: true } next)
                        continue;
                    _path.Push(name);
                    Walk(next, child, (old as JsonObject)?[name]);
                    _path.Pop();
                }

                break;
            case JsonArray array when node.Items is { HasRules: true } items:
                Dictionary<string, JsonNode?>? former = node.ListKind == ListKind.Map && old is JsonArray list ? ListKeys.Index(node, list) : null;
                for (int i = 0; i < array.Count; i++)
                {
                    if (array[i] is not { } item)
                        continue;
                    _path.Push(i);
                    Walk(items, item, former is not null && Apply.PathElement.OfItem(node, item) is { } key ? former.GetValueOrDefault(key) : null);
                    _path.Pop();
                }

                break;
        }
    }

    private void Check(CelRule rule, SchemaNode node, JsonNode value, JsonNode? old)
    {
        bool transition = rule.Program.UsesOldSelf;
        if (transition && old is null && !rule.OptionalOldSelf)
            return;
        object? self = CelValues.FromJson(value, node);
        object? former = old is null ? null : CelValues.FromJson(old, node);
        if (rule.OptionalOldSelf)
            former = old is null ? CelOptional.None : new CelOptional(true, former);
        object? result = rule.Program.Run(self, former, _budget);
        // what was there before and was left alone does not keep an update from going through
        if (result is true || (!transition && old is not null && JsonSame.Equal(value, old)))
            return;
        _causes.Add(Cause(rule, result as CelError, self, former));
    }

    private FieldCause Cause(CelRule rule, CelError? fault, object? self, object? former)
    {
        string field = rule.FieldPath is { Length: > 0 } relative ? _path.Child(relative) : _path.ToString();
        string message = MessageOf(rule, self, former);
        if (fault is not null)
            return new FieldCause("FieldValueInvalid", $"Invalid value: {fault.Message} evaluating rule: {message}", field);
        return rule.Reason switch
        {
            "FieldValueForbidden" => Causes.Forbidden(field, message),
            "FieldValueRequired" => Causes.Required(field, message),
            "FieldValueDuplicate" => new FieldCause("FieldValueDuplicate", $"Duplicate value: {message}", field),
            _ => new FieldCause("FieldValueInvalid", $"Invalid value: {message}", field),
        };
    }

    private string MessageOf(CelRule rule, object? self, object? former)
    {
        if (rule.MessageExpression?.Run(self, former, _budget) is string text && !string.IsNullOrWhiteSpace(text)
            && !text.Contains('\n', StringComparison.Ordinal))
            return text.Trim();
        return rule.Message is { Length: > 0 } message ? message : $"failed rule: {rule.Source}";
    }
}
