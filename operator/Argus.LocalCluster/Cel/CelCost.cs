using System.Globalization;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>
/// The most that a rule may cost, estimated from the limits that its schema declares. Coarser than the server's estimate: it counts
/// steps, rounds of loops over the longest list that a request can hold, and text that is searched.
/// </summary>
internal sealed class CelCost
{
    public const double RuleLimit = 10_000_000;
    public const double SchemaLimit = 100_000_000;
    private const double RequestBytes = 3 * 1024 * 1024;
    private const double PerCharacter = 0.1;

    public double Sum { get; private set; }

    public bool IsOver => Sum > SchemaLimit;

    public void Add(double cost) => Sum += cost;

    public static double Of(CelNode node, SchemaNode self) =>
        Walk(node, new Dictionary<string, SchemaNode?>(StringComparer.Ordinal) { ["self"] = self, ["oldSelf"] = self });

    /// <summary>The most items or entries that a list or map can have.</summary>
    public static double Cardinality(SchemaNode? node) => node switch
    {
        null => RequestBytes,
        { Items: not null } => node.Limits?.MaxItems ?? RequestBytes / (Smallest(node.Items) + 1),
        { AdditionalProperties: { } values } => node.Limits?.MaxProperties ?? RequestBytes / (Smallest(values) + 4),
        _ => Math.Max(1, node.Properties.Count),
    };

    public static string Excess(double cost, double limit)
    {
        double factor = cost / limit;
        string times = factor > 100 ? "more than 100x" : factor.ToString("0.0", CultureInfo.InvariantCulture) + "x";
        return $"exceeds budget by factor of {times} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, "
            + "maps, and strings are declared)";
    }

    private static double Walk(CelNode node, Dictionary<string, SchemaNode?> variables)
    {
        switch (node)
        {
            case CelSelect select:
                return 1 + Walk(select.Operand, variables);
            case CelCall call:
                double cost = 1 + call.Arguments.Sum(argument => Walk(argument, variables));
                cost += call.Target is null ? 0 : Walk(call.Target, variables);
                bool scans = call.Function is "contains" or "matches" or "split" or "replace" or "find" or "findAll" or "lowerAscii" or "upperAscii";
                return cost + (scans
                    ? Length(call.Target, variables) * PerCharacter
                    : call.Function == "in" && call.Arguments[1] is not CelList ? Cardinality(SchemaOf(call.Arguments[1], variables)) : 0);
            case CelList list:
                return 1 + list.Items.Sum(item => Walk(item, variables));
            case CelMap map:
                return 1 + map.Entries.Sum(entry => Walk(entry.Key, variables) + Walk(entry.Value, variables));
            case CelComprehension loop:
                return Loop(loop, variables);
            default:
                return 1;
        }
    }

    private static double Loop(CelComprehension loop, Dictionary<string, SchemaNode?> variables)
    {
        SchemaNode? range = SchemaOf(loop.Range, variables);
        double rounds = loop.Range is CelList literal ? literal.Items.Count : Cardinality(range);
        Dictionary<string, SchemaNode?> inner = new(variables, StringComparer.Ordinal);
        foreach (string variable in loop.Variables)
            inner[variable] = range?.Items ?? range?.AdditionalProperties;
        double round = 1 + (loop.Predicate is null ? 0 : Walk(loop.Predicate, inner)) + (loop.Transform is null ? 0 : Walk(loop.Transform, inner));
        return Walk(loop.Range, variables) + (rounds * round);
    }

    private static SchemaNode? SchemaOf(CelNode node, Dictionary<string, SchemaNode?> variables) => node switch
    {
        CelIdentifier identifier => variables.GetValueOrDefault(identifier.Name),
        CelSelect select => SchemaOf(select.Operand, variables)?.Child(select.Field),
        CelCall { Function: "[]" } call => SchemaOf(call.Arguments[0], variables) is { } container ? container.Items ?? container.AdditionalProperties : null,
        CelComprehension { Macro: "filter" or "map" } loop => SchemaOf(loop.Range, variables),
        _ => null,
    };

    private static double Length(CelNode? target, Dictionary<string, SchemaNode?> variables)
    {
        if (target is null or CelLiteral)
            return 0;
        SchemaNode? schema = SchemaOf(target, variables);
        if (schema?.Enum.Count > 0)
            return schema.Enum.Max(value => value.AsText()?.Length ?? 0);
        return schema?.Limits?.MaxLength ?? RequestBytes;
    }

    /// <summary>The fewest bytes that a value of the schema takes in a request.</summary>
    private static double Smallest(SchemaNode node) => node.Type switch
    {
        NodeType.Boolean => 4,
        NodeType.Integer or NodeType.Number => 1,
        NodeType.Object => 2 + node.Required.Sum(name => name.Length + 4 + (node.Child(name) is { } child ? Smallest(child) : 1)),
        _ => 2,
    };
}
