using System.Buffers;

namespace Argus.ServiceDefaults.Auth;

/// <summary>A path that a caller may use: itself, or all that begins like it.</summary>
public readonly record struct PathRule
{
    private static readonly SearchValues<char> Unwanted = SearchValues.Create("*?#%\\ ");

    private readonly string _literal;
    private readonly bool _isPrefix;

    private PathRule(string literal, bool isPrefix) => (_literal, _isPrefix) = (literal, isPrefix);

    /// <summary>What a rule may look like.</summary>
    public const string Form = "must be an absolute path, such as /detect or /v2/*, or * for all";

    /// <summary>Reads <c>/path</c>, <c>/path/*</c> or <c>*</c>.</summary>
    public static bool TryParse(string text, out PathRule rule)
    {
        bool isPrefix = text.EndsWith("/*", StringComparison.Ordinal);
        rule = text == "*" ? new("/", true) : new(isPrefix ? text[..^1] : text, isPrefix);
        return text == "*" || (rule._literal.StartsWith('/') && !rule._literal.AsSpan().ContainsAny(Unwanted) && !rule._literal.Contains("/../", StringComparison.Ordinal));
    }

    /// <summary>Whether it covers a path, decoded and without dot segments.</summary>
    public bool Covers(string path) => _isPrefix ? path.StartsWith(_literal, StringComparison.Ordinal) : path == _literal;
}
