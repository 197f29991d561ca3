namespace Argus.LocalCluster.Cel;

/// <summary>An expression that was parsed and checked.</summary>
public sealed class CelProgram
{
    private readonly CelNode _root;

    private CelProgram(CelNode root, bool usesOldSelf)
    {
        _root = root;
        UsesOldSelf = usesOldSelf;
    }

    /// <summary>The expression speaks of the former value, and so says nothing of a creation.</summary>
    public bool UsesOldSelf { get; }

    /// <summary>The parsed expression, for estimates.</summary>
    internal CelNode Root => _root;

    /// <summary>Compiles an expression over self and oldSelf.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="self">Schema of self.</param>
    /// <param name="optionalOldSelf">oldSelf is an optional value rather than one of the type of self.</param>
    /// <param name="text">The expression gives a text (a message) rather than true or false.</param>
    /// <returns>The program, or what is wrong in the words of the server.</returns>
    internal static (CelProgram? Program, string? Error) Compile(string source, Schema.SchemaNode self, bool optionalOldSelf, bool text)
    {
        try
        {
            CelNode root = CelParser.Parse(source);
            CelType type = CelType.Of(self);
            Dictionary<string, CelType> variables = new(StringComparer.Ordinal)
            {
                ["self"] = type,
                ["oldSelf"] = optionalOldSelf ? new CelType(CelKind.Optional, type) : type,
            };
            CelType result = CelChecker.Check(root, variables);
            if (!result.Is(text ? CelKind.Text : CelKind.Bool))
                return (null, text ? "messageExpression must evaluate to a string" : "cel expression must evaluate to a bool");
            return (new CelProgram(root, Mentions(root, "oldSelf")), null);
        }
        catch (CelException e)
        {
            return (null, $"compilation failed: {Located(source, e)}");
        }
    }

    /// <summary>The value, or a <see cref="CelError"/>.</summary>
    internal object? Run(object? self, object? oldSelf, CelBudget budget) =>
        CelEvaluator.Run(_root, new CelScope("self", self, new CelScope("oldSelf", oldSelf, null, budget), budget));

    private static string Located(string source, CelException e)
    {
        int position = Math.Clamp(e.Position, 0, source.Length);
        int start = position == 0 ? 0 : source.LastIndexOf('\n', position - 1) + 1;
        int end = source.IndexOf('\n', position);
        int line = source.AsSpan(0, start).Count('\n') + 1, column = position - start;
        return $"ERROR: <input>:{line}:{column + 1}: {e.Message}\n | {source[start..(end < 0 ? source.Length : end)]}\n | {new string('.', column)}^";
    }

    private static bool Mentions(CelNode node, string name) => node switch
    {
        CelIdentifier identifier => identifier.Name == name,
        CelSelect select => Mentions(select.Operand, name),
        CelCall call => (call.Target is not null && Mentions(call.Target, name)) || call.Arguments.Any(argument => Mentions(argument, name)),
        CelList list => list.Items.Any(item => Mentions(item, name)),
        CelMap map => map.Entries.Any(entry => Mentions(entry.Key, name) || Mentions(entry.Value, name)),
        CelComprehension loop => Mentions(loop.Range, name) || (loop.Predicate is not null && Mentions(loop.Predicate, name))
            || (loop.Transform is not null && Mentions(loop.Transform, name)),
        _ => false,
    };
}
