using System.Text;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Cel;

/// <summary>Functions of strings.</summary>
internal static class CelStrings
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    public static object? Member(string name, string text, object?[] arguments) => (name, arguments) switch
    {
        ("contains", [string part]) => text.Contains(part, StringComparison.Ordinal),
        ("startsWith", [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("matches", [string pattern]) => Matches(text, pattern),
        ("lowerAscii", []) => Map(text, c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c),
        ("upperAscii", []) => Map(text, c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c),
        ("trim", []) => text.Trim(),
        ("reverse", []) => string.Concat(text.EnumerateRunes().Reverse()),
        ("split", [string separator]) => Split(text, separator, -1),
        ("split", [string separator, long limit]) => Split(text, separator, limit),
        ("replace", [string old, string with]) => Replace(text, old, with, -1),
        ("replace", [string old, string with, long count]) => Replace(text, old, with, count),
        ("indexOf", [string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("indexOf", [string part, long from]) => In(text, from) ? (long)text.IndexOf(part, (int)from, StringComparison.Ordinal) : Outside(from),
        ("lastIndexOf", [string part]) => (long)text.LastIndexOf(part, StringComparison.Ordinal),
        ("substring", [long from]) => In(text, from) ? text[(int)from..] : Outside(from),
        ("substring", [long from, long to]) => In(text, from) && In(text, to) && from <= to ? text[(int)from..(int)to] : Outside(to),
        ("charAt", [long at]) => In(text, at) ? (at == text.Length ? "" : text[(int)at].ToString()) : Outside(at),
        ("find", [string pattern]) => Regexed(pattern, regex => regex.Match(text).Value),
        ("findAll", [string pattern]) => Regexed(pattern, regex => regex.Matches(text).Select(match => (object?)match.Value).ToList()),
        ("format", [List<object?> values]) => Format(text, values),
        _ => CelError.NoOverload,
    };

    public static object? Matches(string text, string pattern) => Regexed(pattern, regex => regex.IsMatch(text));

    private static object? Regexed(string pattern, Func<Regex, object?> use)
    {
        try
        {
            return use(new Regex(pattern, RegexOptions.CultureInvariant, MatchTime));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return new CelError(e.Message);
        }
    }

    private static string Map(string text, Func<char, char> change) =>
        string.Create(text.Length, (text, change), (span, state) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = state.change(state.text[i]);
        });

    private static List<object?> Split(string text, string separator, long limit)
    {
        if (limit == 0)
            return [];
        int count = limit < 0 || limit > int.MaxValue ? int.MaxValue : (int)limit;
        if (separator.Length > 0)
            return [.. text.Split(separator, count)];
        List<object?> letters = [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())];
        return letters.Count <= count ? letters : [.. letters.Take(count - 1), string.Concat(letters.Skip(count - 1))];
    }

    private static string Replace(string text, string old, string with, long count)
    {
        if (count < 0 && old.Length > 0)
            return text.Replace(old, with, StringComparison.Ordinal);
        var result = new StringBuilder();
        int at = 0;
        for (int next; count != 0 && old.Length > 0 && (next = text.IndexOf(old, at, StringComparison.Ordinal)) >= 0; count--)
        {
            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static object Format(string text, List<object?> values)
    {
        var result = new StringBuilder();
        int next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == '%')
                result.Append('%');
            else if (next >= values.Count)
                return new CelError($"index {next} out of range");
            else if (text[i] is 's' or 'd' or 'f' or 'e')
                result.Append(CelValues.Print(values[next++]));
            else
                return new CelError($"could not parse formatting clause: unrecognized formatting clause \"{text[i]}\"");
        }

        return result.ToString();
    }

    private static bool In(string text, long index) => index >= 0 && index <= text.Length;

    private static CelError Outside(long index) => new($"index out of range: {index}");
}
