using System.Text.Json;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Selectors;

/// <summary>A fieldSelector parameter: all terms must hold.</summary>
internal sealed class FieldSelector
{
    private readonly IReadOnlyList<(string[]? Path, string Label, bool Equal, string Value)> _terms;

    private FieldSelector(IReadOnlyList<(string[]?, string, bool, string)> terms) => _terms = terms;

    /// <summary>Matches everything.</summary>
    public static FieldSelector Everything { get; } = new([]);

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The one name that can match, or null.</summary>
    public string? Name => _terms.FirstOrDefault(t => t is { Label: "metadata.name", Equal: true }).Value;

    /// <summary>Reads a parameter for a kind; returns what is wrong with it in the words of the server, or null.</summary>
    public static string? Parse(string? text, ApiResource resource, out FieldSelector selector)
    {
        selector = Everything;
        var terms = new List<(string[]?, string, bool, string)>();
        foreach (string term in Split(text ?? ""))
        {
            if (term.Length == 0)
                continue;
            int at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                return $"invalid selector: '{text}'; can't understand '{term}'";
            bool equal = term[at - 1] != '!';
            string label = equal ? term[..at] : term[..(at - 1)];
            string value = term[(at + 1)..];
            if (equal && value.StartsWith('='))
                value = value[1..];
            string? path = null;
            if (label is not ("metadata.name" or "metadata.namespace") && !resource.Selectable.TryGetValue(label, out path))
                return $"field label not supported: {label}";
            terms.Add((path?.Split('.'), label, equal, value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)));
        }
        if (terms.Count > 0)
            selector = new FieldSelector(terms);
        return null;
    }

    public bool Matches(StoredObject stored)
    {
        JsonDocument? document = null;
        try
        {
            foreach (var (path, label, equal, value) in _terms)
            {
                string actual = label switch
                {
                    "metadata.name" => stored.Key.Name,
                    "metadata.namespace" => stored.Key.Namespace,
                    _ => ValueAt((document ??= JsonDocument.Parse(stored.Bytes)).RootElement, path!),
                };
                if (actual == value != equal)
                    return false;
            }
            return true;
        }
        finally
        {
            document?.Dispose();
        }
    }

    // Commas are escaped with a backslash where they belong to a value.
    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static string ValueAt(JsonElement element, string[] path)
    {
        foreach (string name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Null => "",
            _ => element.GetRawText(),
        };
    }
}
