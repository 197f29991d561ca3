using System.Globalization;
using System.Text;

namespace Argus.LocalCluster.Cel;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class CelLexer(string source)
{
    private static readonly string[] Operators =
    [
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
    ];

    private int _at;

    public List<CelToken> Run()
    {
        var tokens = new List<CelToken>();
        while (true)
        {
            SkipBlanks();
            if (_at >= source.Length)
            {
                tokens.Add(new CelToken(CelTokenKind.End, "<EOF>", _at));
                return tokens;
            }

            tokens.Add(Next());
        }
    }

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(source[_at]))
                _at++;
            else if (source.AsSpan(_at).StartsWith("//"))
                _at = source.IndexOf('\n', _at) is var end && end < 0 ? source.Length : end;
            else
                return;
        }
    }

    private CelToken Next()
    {
        int start = _at;
        char c = source[_at];
        if (TextPrefix() is { } prefix)
            return ReadText(start, prefix);
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < source.Length && char.IsAsciiDigit(source[_at + 1])))
            return ReadNumber(start);
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] == '_'))
                _at++;
            return new CelToken(CelTokenKind.Identifier, source[start.._at], start);
        }

        foreach (string op in Operators)
        {
            if (!source.AsSpan(_at).StartsWith(op, StringComparison.Ordinal))
                continue;
            _at += op.Length;
            return new CelToken(CelTokenKind.Operator, op, start);
        }

        throw new CelException($"Syntax error: token recognition error at: '{c}'", start);
    }

    /// <summary>The letters r, b, or both before a quote; null where no text starts here.</summary>
    private string? TextPrefix()
    {
        int at = _at;
        while (at < source.Length && at - _at < 2 && source[at] is 'r' or 'R' or 'b' or 'B')
            at++;
        return at < source.Length && source[at] is '"' or '\'' ? source[_at..at].ToLowerInvariant() : null;
    }

    private CelToken ReadText(int start, string prefix)
    {
        _at += prefix.Length;
        char quote = source[_at];
        string mark = source.AsSpan(_at).StartsWith(new string(quote, 3), StringComparison.Ordinal) ? new string(quote, 3) : quote.ToString();
        _at += mark.Length;
        bool raw = prefix.Contains('r', StringComparison.Ordinal);
        var text = new StringBuilder();
        while (!source.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal))
        {
            if (_at >= source.Length || (mark.Length == 1 && source[_at] == '\n'))
                throw new CelException($"Syntax error: token recognition error at: '{source[start.._at]}'", start);
            if (source[_at] == '\\' && !raw)
                ReadEscape(text);
            else
                text.Append(source[_at++]);
        }

        _at += mark.Length;
        return new CelToken(prefix.Contains('b', StringComparison.Ordinal) ? CelTokenKind.Bytes : CelTokenKind.Text, text.ToString(), start);
    }

    private void ReadEscape(StringBuilder text)
    {
        int start = _at;
        char c = _at + 1 < source.Length ? source[_at + 1] : '\0';
        _at += 2;
        int digits = c switch { 'x' or 'X' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && _at + digits <= source.Length
            && int.TryParse(source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && Rune.IsValid(code))
        {
            _at += digits;
            text.Append(new Rune(code));
            return;
        }

        const string Plain = "abfnrtv\\\"'`?";
        const string Meaning = "\a\b\f\n\r\t\v\\\"'`?";
        int index = Plain.IndexOf(c, StringComparison.Ordinal);
        if (index < 0)
            throw new CelException($"Syntax error: token recognition error at: '{source[start..Math.Min(_at, source.Length)]}'", start);
        text.Append(Meaning[index]);
    }

    private CelToken ReadNumber(int start)
    {
        if (source.AsSpan(_at).StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            _at += 2;
            while (_at < source.Length && char.IsAsciiHexDigit(source[_at]))
                _at++;
            return Whole(start);
        }

        bool fraction = false;
        while (_at < source.Length)
        {
            char c = source[_at];
            bool exponent = c is 'e' or 'E', sign = c is '+' or '-' && source[_at - 1] is 'e' or 'E';
            bool dot = c == '.' && !fraction && _at + 1 < source.Length && char.IsAsciiDigit(source[_at + 1]);
            if (!char.IsAsciiDigit(c) && !exponent && !sign && !dot)
                break;
            fraction |= exponent || dot;
            _at++;
        }

        return fraction ? new CelToken(CelTokenKind.Double, source[start.._at], start) : Whole(start);
    }

    private CelToken Whole(int start)
    {
        string text = source[start.._at];
        if (_at >= source.Length || source[_at] is not ('u' or 'U'))
            return new CelToken(CelTokenKind.Integer, text, start);
        _at++;
        return new CelToken(CelTokenKind.Unsigned, text, start);
    }
}
