using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Schema;

/// <summary>The forms of names, labels and keys. Each check returns what is wrong in the server's words; nothing where all is well.</summary>
public static partial class NameRules
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainPattern = LabelPattern + "(\\." + LabelPattern + ")*";
    private const string KeyPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string ValuePattern = "(" + KeyPattern + ")?";
    private const string ServicePattern = "[a-z]([-a-z0-9]*[a-z0-9])?";

    /// <summary>Names of most kinds.</summary>
    public static IReadOnlyList<string> Subdomain(string text) => Check(text, 253, SubdomainForm(),
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + $"alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainPattern}')");

    /// <summary>Names of namespaces and containers.</summary>
    public static IReadOnlyList<string> Label(string text) => Check(text, 63, LabelForm(),
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + $"character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')");

    /// <summary>Names of services.</summary>
    public static IReadOnlyList<string> ServiceLabel(string text) => Check(text, 63, ServiceForm(),
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
        + $"alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '{ServicePattern}')");

    /// <summary>Names of roles and their bindings: any that fit into one segment of a path.</summary>
    public static IReadOnlyList<string> PathSegment(string text)
    {
        if (text is "." or "..")
            return [$"may not be '{text}'"];
        return [.. "/%".Where(text.Contains).Select(character => $"may not contain '{character}'")];
    }

    public static IReadOnlyList<string> LabelValue(string text) => Check(text, 63, ValueForm(),
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + $"alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '{ValuePattern}')");

    /// <summary>Keys of labels and annotations: a name, with a domain and a slash before it if need be.</summary>
    public static IReadOnlyList<string> QualifiedName(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2)
        {
            return ["a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + $"character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{KeyPattern}') with an optional DNS "
                + "subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        List<string> problems = [];
        if (parts.Length == 2)
            problems.AddRange(parts[0].Length == 0 ? ["prefix part must be non-empty"] : Subdomain(parts[0]).Select(problem => "prefix part " + problem));
        if (parts[^1].Length == 0)
            problems.Add("name part must be non-empty");
        problems.AddRange(Check(parts[^1], 63, KeyForm(),
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  "
            + $"or 'my.name',  or '123-abc', regex used for validation is '{KeyPattern}')").Select(problem => "name part " + problem));
        return problems;
    }

    private static List<string> Check(string text, int limit, Regex form, string problem)
    {
        bool tooLong = text.Length > limit, fits = form.IsMatch(text);
        if (!tooLong && fits)
            return [];
        List<string> problems = [];
        if (tooLong)
            problems.Add($"must be no more than {limit} characters");
        if (!fits)
            problems.Add(problem);
        return problems;
    }

    [GeneratedRegex("^" + LabelPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelForm();

    [GeneratedRegex("^" + SubdomainPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainForm();

    [GeneratedRegex("^" + ServicePattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceForm();

    [GeneratedRegex("^" + KeyPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();

    [GeneratedRegex("^" + ValuePattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValueForm();
}
