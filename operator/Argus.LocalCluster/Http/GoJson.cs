using System.Text;

namespace Argus.LocalCluster.Http;

/// <summary>Finds what is wrong with a text that should be JSON, in the words in which Kubernetes says it.</summary>
internal sealed class GoJson
{
    private const string End = "unexpected end of JSON input";
    private readonly string _text;
    // As the parser has it: each level costs stack, here and wherever the body is looked at.
    private const int MaxDepth = 64;
    private int _at;
    private int _depth;

    private GoJson(string text) => _text = text;

    /// <summary>The fault, or null in sound JSON.</summary>
    public static string? Fault(ReadOnlySpan<byte> utf8)
    {
        var json = new GoJson(Encoding.UTF8.GetString(utf8));
        return json.Value("looking for beginning of value") ?? json.Rest();
    }

    private string? Rest()
    {
        Space();
        return _at < _text.Length ? Invalid("after top-level value") : null;
    }

    private string? Value(string context)
    {
        Space();
        if (_at == _text.Length)
            return End;
        char first = _text[_at];
        return first switch
        {
            '{' or '[' when _depth == MaxDepth => "exceeded max depth",
            '{' => Within(Object),
            '[' => Within(Array),
            '"' => Text(),
            't' => Literal("true"),
            'f' => Literal("false"),
            'n' => Literal("null"),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Invalid(context),
        };
    }

    private string? Within(Func<string?> value)
    {
        _depth++;
        string? fault = value();
        _depth--;
        return fault;
    }

    private string? Object()
    {
        _at++;
        Space();
        if (Take('}'))
            return null;
        while (true)
        {
            Space();
            if (_at == _text.Length)
                return End;
            if (_text[_at] != '"')
                return Invalid("looking for beginning of object key string");
            if (Text() is { } key)
                return key;
            Space();
            if (!Take(':'))
                return _at == _text.Length ? End : Invalid("after object key");
            if (Value("looking for beginning of value") is { } value)
                return value;
            Space();
            if (Take('}'))
                return null;
            if (!Take(','))
                return _at == _text.Length ? End : Invalid("after object key:value pair");
        }
    }

    private string? Array()
    {
        _at++;
        Space();
        if (Take(']'))
            return null;
        while (true)
        {
            if (Value("looking for beginning of value") is { } value)
                return value;
            Space();
            if (Take(']'))
                return null;
            if (!Take(','))
                return _at == _text.Length ? End : Invalid("after array element");
        }
    }

    private string? Text()
    {
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                return null;
            }
            if (_text[_at] < ' ')
                return Invalid("in string literal");
            if (_text[_at] == '\\' && ++_at < _text.Length && !"\"\\/bfnrtu".Contains(_text[_at], StringComparison.Ordinal))
                return Invalid("in string escape code");
        }
        return End;
    }

    private string? Literal(string word)
    {
        for (int i = 0; i < word.Length; i++, _at++)
        {
            if (_at == _text.Length)
                return End;
            if (_text[_at] != word[i])
                return Invalid($"in literal {word} (expecting {Quote(word[i])})");
        }
        return null;
    }

    private string? Number()
    {
        Take('-');
        if (_at == _text.Length)
            return End;
        if (!char.IsAsciiDigit(_text[_at]))
            return Invalid("in numeric literal");
        bool zero = Take('0');
        if (!zero)
            Digits();
        if (Take('.') && Digits() == 0)
            return _at == _text.Length ? End : Invalid("after decimal point in numeric literal");
        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
                Take('-');
            if (Digits() == 0)
                return _at == _text.Length ? End : Invalid("in exponent of numeric literal");
        }
        return null;
    }

    private int Digits()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        return _at - start;
    }

    private bool Take(char c)
    {
        if (_at == _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void Space()
    {
        while (_at < _text.Length && " \t\r\n".Contains(_text[_at], StringComparison.Ordinal))
            _at++;
    }

    private string Invalid(string context) => $"invalid character {Quote(_text[_at])} {context}";

    private static string Quote(char c) => c switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        < ' ' => $"'\\x{(int)c:x2}'",
        _ => $"'{c}'",
    };
}
