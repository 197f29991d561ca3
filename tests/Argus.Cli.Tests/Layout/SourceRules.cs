using System.Text.RegularExpressions;

namespace Argus.Cli.Tests.Layout;

/// <summary>Measures formatted C#: braces on lines of their own, four spaces a level.</summary>
internal static partial class SourceRules
{
    /// <summary>Every member with a block body, with its length in lines from the opening brace to the closing one.</summary>
    public static IEnumerable<(string Header, int Lines)> Members(string[] lines)
    {
        // Indentations at which types are open: a block one level below such a brace is a member.
        var types = new Stack<int>();
        for (int i = 0; i < lines.Length; i++)
        {
            string text = lines[i].TrimStart();
            int indent = lines[i].Length - text.Length;
            if (text == "}" || text == "};")
            {
                if (types.TryPeek(out int open) && open == indent)
                    types.Pop();
            }
            else if (text == "{")
            {
                string header = Header(lines, i);
                if (TypeHeader().IsMatch(header))
                    types.Push(indent);
                else if (types.TryPeek(out int type) && indent == type + 4)
                    yield return (header, Length(lines, i, indent));
            }
        }
    }

    private static int Length(string[] lines, int open, int indent)
    {
        string close = new string(' ', indent) + "}";
        int end = Array.FindIndex(lines, open, line => line.StartsWith(close, StringComparison.Ordinal));
        return (end < 0 ? lines.Length : end) - open + 1;
    }

    // Back to the end of the member before: a blank line, a brace or a semicolon.
    private static string Header(string[] lines, int open)
    {
        int first = open;
        while (first > 0 && lines[first - 1].Trim() is { Length: > 0 } above && above is not ("{" or "}") && !above.EndsWith(';'))
            first--;
        return string.Join(' ', lines[first..open].Select(l => l.Trim()).Where(l => !l.StartsWith("//", StringComparison.Ordinal) && !l.StartsWith('[')));
    }

    [GeneratedRegex(@"^((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*(class|record|struct|interface|enum)\b")]
    private static partial Regex TypeHeader();
}
