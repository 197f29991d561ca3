using System.Globalization;
using System.Text;

namespace Argus.LocalCluster.Cel;

/// <summary>Recursive descent over the operators of CEL, weakest first. Macros are expanded while calls are read.</summary>
internal sealed class CelParser
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];
    private const int MaxDepth = 64;

    private readonly List<CelToken> _tokens;
    private int _at;
    private int _depth;

    private CelParser(List<CelToken> tokens) => _tokens = tokens;

    private CelToken Current => _tokens[_at];

    public static CelNode Parse(string source)
    {
        var parser = new CelParser(new CelLexer(source).Run());
        CelNode node = parser.Expression();
        return parser.Current.Kind == CelTokenKind.End ? node : throw parser.Unexpected();
    }

    private CelNode Expression()
    {
        if (++_depth > MaxDepth)
            throw new CelException("expression recursion limit exceeded", Current.Position);
        CelNode condition = Binary(0);
        if (Take("?") is { } question)
        {
            CelNode yes = Binary(0);
            Expect(":");
            condition = new CelCall(null, "?:", [condition, yes, Expression()], question.Position);
        }

        _depth--;
        return condition;
    }

    private CelNode Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        CelNode left = Binary(level + 1);
        while (Array.Exists(Levels[level], IsOperator))
        {
            CelToken op = _tokens[_at++];
            left = new CelCall(null, op.Text, [left, Binary(level + 1)], op.Position);
        }

        return left;
    }

    private bool IsOperator(string text) =>
        Current.Text == text && Current.Kind == (text == "in" ? CelTokenKind.Identifier : CelTokenKind.Operator);

    private CelNode Unary()
    {
        if (Take("!") is { } not)
            return new CelCall(null, "!", [Unary()], not.Position);
        if (Take("-") is not { } minus)
            return Member();
        if (Current.Kind is CelTokenKind.Integer or CelTokenKind.Double)
        {
            CelToken number = _tokens[_at++];
            return Suffixes(new CelLiteral(Number(number with { Text = "-" + number.Text }), minus.Position));
        }

        return new CelCall(null, "-x", [Unary()], minus.Position);
    }

    private CelNode Member() => Suffixes(Primary());

    private CelNode Suffixes(CelNode node)
    {
        while (true)
        {
            if (Take(".") is { } dot)
            {
                if (Take("?") is not null)
                {
                    CelToken optional = Identifier();
                    node = new CelCall(null, ".?", [node, new CelLiteral(Unescape(optional.Text), optional.Position)], dot.Position);
                    continue;
                }

                CelToken name = Identifier();
                node = Take("(") is { } open
                    ? CelMacros.Expand(new CelCall(node, name.Text, List(")"), open.Position))
                    : new CelSelect(node, Unescape(name.Text), Test: false, dot.Position);
            }
            else if (Take("[") is { } bracket)
            {
                CelNode index = Expression();
                Expect("]");
                node = new CelCall(null, "[]", [node, index], bracket.Position);
            }
            else
            {
                return node;
            }
        }
    }

    private CelNode Primary()
    {
        CelToken token = Current;
        switch (token.Kind)
        {
            case CelTokenKind.Integer or CelTokenKind.Unsigned or CelTokenKind.Double:
                _at++;
                return new CelLiteral(Number(token), token.Position);
            case CelTokenKind.Text:
                _at++;
                return new CelLiteral(token.Text, token.Position);
            case CelTokenKind.Bytes:
                _at++;
                return new CelLiteral(new CelBytes(Encoding.UTF8.GetBytes(token.Text)), token.Position);
            case CelTokenKind.Identifier when token.Text != "in":
                _at++;
                return Named(token);
        }

        if (Take("(") is not null)
        {
            CelNode inner = Expression();
            Expect(")");
            return inner;
        }

        if (Take("[") is { } list)
            return new CelList(List("]"), list.Position);
        return Take("{") is { } map ? Map(map) : throw Unexpected();
    }

    private CelNode Named(CelToken token) => token.Text switch
    {
        "true" => new CelLiteral(true, token.Position),
        "false" => new CelLiteral(false, token.Position),
        "null" => new CelLiteral(null, token.Position),
        _ => Take("(") is { } open
            ? CelMacros.Expand(new CelCall(null, token.Text, List(")"), open.Position))
            : new CelIdentifier(token.Text, token.Position),
    };

    private CelMap Map(CelToken open)
    {
        List<(CelNode, CelNode)> entries = [];
        while (Take("}") is null)
        {
            if (entries.Count > 0)
                Expect(",");
            if (Take("}") is not null)
                break;
            CelNode key = Expression();
            Expect(":");
            entries.Add((key, Expression()));
        }

        return new CelMap(entries, open.Position);
    }

    private List<CelNode> List(string close)
    {
        List<CelNode> items = [];
        while (Take(close) is null)
        {
            if (items.Count > 0)
                Expect(",");
            if (items.Count > 0 && close == "]" && Take(close) is not null)
                break;
            items.Add(Expression());
        }

        return items;
    }

    private static object Number(CelToken token)
    {
        bool negative = token.Text[0] == '-';
        string digits = negative ? token.Text[1..] : token.Text;
        bool hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        NumberStyles style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (token.Kind == CelTokenKind.Double)
            return double.Parse(token.Text, CultureInfo.InvariantCulture);
        if (!UInt128.TryParse(hex ? digits[2..] : digits, style, CultureInfo.InvariantCulture, out UInt128 value)
            || value > (token.Kind == CelTokenKind.Unsigned ? ulong.MaxValue : (UInt128)long.MaxValue + (negative ? 1u : 0u)))
            throw new CelException(token.Kind == CelTokenKind.Unsigned ? "Syntax error: invalid uint literal" : "Syntax error: invalid int literal", token.Position);
        if (token.Kind == CelTokenKind.Unsigned)
            return (ulong)value;
        return negative ? (long)-(Int128)value : (long)value;
    }

    /// <summary>Names that are words of the language, or hold a dot, slash or dash, are written with underscores in rules.</summary>
    private static string Unescape(string name)
    {
        if (!name.Contains("__", StringComparison.Ordinal))
            return name;
        if (name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal)
            && name is not ("__dot__" or "__dash__" or "__slash__" or "__underscores__"))
            return name[2..^2];
        return name.Replace("__dot__", ".", StringComparison.Ordinal).Replace("__dash__", "-", StringComparison.Ordinal)
            .Replace("__slash__", "/", StringComparison.Ordinal).Replace("__underscores__", "__", StringComparison.Ordinal);
    }

    private CelToken Identifier() => Current.Kind == CelTokenKind.Identifier ? _tokens[_at++] : throw Unexpected();

    private CelToken? Take(string op) => Current.Kind == CelTokenKind.Operator && Current.Text == op ? _tokens[_at++] : null;

    private void Expect(string op)
    {
        if (Take(op) is null)
            throw Unexpected();
    }

    private CelException Unexpected() => Current.Kind == CelTokenKind.End
        ? new CelException("Syntax error: mismatched input '<EOF>' expecting more of the expression", Current.Position)
        : new CelException($"Syntax error: extraneous input '{Current.Text}'", Current.Position);
}
