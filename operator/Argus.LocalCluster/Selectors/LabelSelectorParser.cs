namespace Argus.LocalCluster.Selectors;

/// <summary>Parser of <c>a=b,c!=d,e in (f,g),!h,i>1</c>, with the server's words for what does not parse.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Specials = "=!(),<>";
    private int _at;
    private string? _peeked;

    public string? Parse(out List<LabelRequirement> requirements)
    {
        requirements = [];
        while (true)
        {
            if (ParseOne(out var requirement) is { } error)
                return error;
            if (requirement is not null)
                requirements.Add(requirement);
            string separator = Next();
            if (separator.Length == 0)
                return null;
            if (separator != ",")
                return $"found '{separator}', expected: ',' or 'end of string'";
        }
    }

    private string? ParseOne(out LabelRequirement? requirement)
    {
        requirement = null;
        string key = Next();
        bool negated = key == "!";
        if (negated)
            key = Next();
        if (key.Length == 0 && !negated)
            return null;
        if (key.Length == 0 || Specials.Contains(key[0]))
            return $"found '{key}', expected: {(negated ? "identifier" : "!, identifier, or 'end of string'")}";
        if (negated)
        {
            requirement = new LabelRequirement(key, LabelOperator.DoesNotExist, []);
            return null;
        }
        if (Peek() is "" or ",")
        {
            requirement = new LabelRequirement(key, LabelOperator.Exists, []);
            return null;
        }
        return ParseOperator(key, out requirement);
    }

    private string? ParseOperator(string key, out LabelRequirement? requirement)
    {
        requirement = null;
        string op = Next();
        LabelOperator? known = op switch
        {
            "=" or "==" or "in" => LabelOperator.In,
            "!=" or "notin" => LabelOperator.NotIn,
            ">" => LabelOperator.GreaterThan,
            "<" => LabelOperator.LessThan,
            _ => null,
        };
        if (known is null)
            return $"unable to parse requirement: found '{op}', expected: in, notin, =, ==, !=, gt, lt";
        List<string> values = [];
        string? error = op is "in" or "notin" ? ParseSet(values) : ParseValue(values);
        if (error is null && known is LabelOperator.GreaterThan or LabelOperator.LessThan && !long.TryParse(values.SingleOrDefault(), out _))
            error = $"values[0][{key}]: Invalid value: \"{values.SingleOrDefault()}\": for 'Gt', 'Lt' operators, the value must be an integer";
        requirement = error is null ? new LabelRequirement(key, known.Value, values) : null;
        return error;
    }

    private string? ParseValue(List<string> values)
    {
        if (Peek() is "" or ",")
        {
            values.Add("");
            return null;
        }
        string value = Next();
        if (Specials.Contains(value[0]))
            return $"found '{value}', expected: identifier";
        values.Add(value);
        return null;
    }

    private string? ParseSet(List<string> values)
    {
        string open = Next();
        if (open != "(")
            return $"found '{open}' expected: '('";
        while (true)
        {
            string token = Next();
            if (token == ")")
                return null;
            if (token.Length == 0)
                return "found '', expected: ',', or ')'";
            if (token != ",")
                values.Add(token);
        }
    }

    private string Peek() => _peeked ??= Read();

    private string Next()
    {
        string token = Peek();
        _peeked = null;
        return token;
    }

    private string Read()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at == text.Length)
            return "";
        int start = _at;
        if (Specials.Contains(text[_at]))
        {
            // Only "==" and "!=" are of two characters.
            _at += text[_at] is '=' or '!' && text.AsSpan(_at + 1).StartsWith('=') ? 2 : 1;
            return text[start.._at];
        }
        while (_at < text.Length && !Specials.Contains(text[_at]) && !char.IsWhiteSpace(text[_at]))
            _at++;
        return text[start.._at];
    }
}
