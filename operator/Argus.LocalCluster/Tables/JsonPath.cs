using System.Text;
using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>The JSONPath of printer columns: names, indexes, <c>[*]</c> and filters such as <c>[?(@.type=='Ready')]</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonElement, IEnumerable<JsonElement>>> _steps = [];

    private JsonPath()
    {
    }

    /// <summary>Reads a path; null if it is not one.</summary>
    public static JsonPath? TryParse(string text)
    {
        var path = new JsonPath();
        int at = 0;
        while (at < text.Length)
            if (!(text[at] == '[' ? path.AddBracket(text, ref at) : path.AddName(text, ref at)))
                return null;
        return path;
    }

    /// <summary>Everything that the path leads to.</summary>
    public IEnumerable<JsonElement> Select(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (var step in _steps)
            found = found.SelectMany(step);
        return found;
    }

    private bool AddName(string text, ref int at)
    {
        if (text[at] == '.')
            at++;
        var name = new StringBuilder();
        while (at < text.Length && text[at] is not ('.' or '['))
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            name.Append(text[at++]);
        }
        if (name.Length > 0)
            AddProperty(name.ToString());
        return true;
    }

    private bool AddBracket(string text, ref int at)
    {
        int end = EndOfBracket(text, at);
        if (end < 0)
            return false;
        string inside = text[(at + 1)..end].Trim();
        at = end + 1;
        if (inside == "*")
            _steps.Add(Children);
        else if (int.TryParse(inside, out int index))
            _steps.Add(e => Element(e, index));
        else if (inside is ['\'' or '"', .., '\'' or '"'])
            AddProperty(inside[1..^1]);
        else
            return AddFilter(inside);
        return true;
    }

    private bool AddFilter(string inside)
    {
        if (!inside.StartsWith("?(@", StringComparison.Ordinal) || !inside.EndsWith(')'))
            return false;
        string condition = inside[3..^1];
        int at = condition.IndexOf("==", StringComparison.Ordinal);
        bool equal = at >= 0;
        if (!equal)
            at = condition.IndexOf("!=", StringComparison.Ordinal);
        if (at < 0 || TryParse(condition[..at].Trim()) is not { } left)
            return false;
        string right = condition[(at + 2)..].Trim().Trim('\'', '"');
        _steps.Add(e => Children(e).Where(child => left.Select(child).Any(v => Plain(v) == right) == equal));
        return true;
    }

    private void AddProperty(string name) =>
        _steps.Add(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) ? [value] : []);

    private static int EndOfBracket(string text, int at)
    {
        char quote = '\0';
        for (int i = at + 1; i < text.Length; i++)
        {
            if (quote != '\0')
                quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '\'' or '"')
                quote = text[i];
            else if (text[i] == ']')
                return i;
        }
        return -1;
    }

    private static IEnumerable<JsonElement> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => element.EnumerateObject().Select(p => p.Value),
        _ => [],
    };

    private static IEnumerable<JsonElement> Element(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return [];
        int length = element.GetArrayLength();
        int at = index < 0 ? length + index : index;
        return at >= 0 && at < length ? [element[at]] : [];
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
