using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>
/// What the words behind a type say: <c>always</c> (written even when empty), <c>zero=json</c> (so written when absent),
/// <c>required</c> (in documents), <c>filled</c> (refused when
/// empty), <c>=json</c> (default), <c>enum:a|b</c>, <c>positive</c>, <c>nonNegative</c>, <c>port</c>, <c>set</c>, <c>map:keys</c>,
/// <c>merge:key</c>, <c>replace</c>, <c>retainKeys</c> and <c>atomicMap</c>.
/// </summary>
internal static class TypeFlags
{
    public static void Apply(SchemaNode node, IReadOnlyList<string> flags)
    {
        foreach (string flag in flags)
        {
            string argument = flag[(flag.IndexOf(':', StringComparison.Ordinal) + 1)..];
            switch (flag.Split(':')[0])
            {
                case "always":
                    node.AlwaysWritten = true;
                    break;
                case "set":
                    node.ListKind = ListKind.Set;
                    break;
                case "map":
                    node.ListKind = ListKind.Map;
                    node.ListMapKeys = argument.Split(',');
                    break;
                case "merge":
                    node.PatchMerges = true;
                    node.PatchMergeKey = argument == flag ? null : argument;
                    break;
                case "replace":
                    node.PatchReplaces = true;
                    break;
                case "retainKeys":
                    node.PatchRetainsKeys = true;
                    break;
                case "atomicMap":
                    node.AtomicMap = true;
                    break;
                case "enum":
                    node.Enum = [.. argument.Split('|').Select(value => (JsonNode?)value)];
                    break;
                default:
                    ApplyValue(node, flag);
                    break;
            }
        }
    }

    private static void ApplyValue(SchemaNode node, string flag)
    {
        switch (flag)
        {
            case "positive":
                node.Limits = new ValueLimits { Minimum = 0, ExclusiveMinimum = true };
                break;
            case "nonNegative":
                node.Limits = new ValueLimits { Minimum = 0 };
                break;
            case "port":
                node.Limits = new ValueLimits { Minimum = 1, Maximum = 65535 };
                break;
            case "required" or "filled":
                break;
            case { } when flag.StartsWith("zero=", StringComparison.Ordinal):
                node.AlwaysWritten = true;
                node.Zero = flag["zero=".Length..];
                node.Nullable = node.Zero == "null";
                break;
            default:
                if (!flag!.StartsWith('='))
                    throw new FormatException($"Unknown flag {flag} in a .types file.");
                node.Default = JsonNode.Parse(flag[1..]);
                break;
        }
    }
}
