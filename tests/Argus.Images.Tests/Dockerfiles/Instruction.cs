namespace Argus.Images.Tests.Dockerfiles;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Keyword">In capitals.</param>
/// <param name="Text">What follows its flags, lines joined.</param>
/// <param name="Flags">Such as <c>from=build</c>.</param>
internal sealed record Instruction(string Keyword, string Text, IReadOnlyDictionary<string, string> Flags)
{
    public string[] Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names and values, of those that hold pairs.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs
    {
        get
        {
            string rest = Text;
            while (rest.Split('=', 2) is [var name, var after])
            {
                bool isQuoted = after.StartsWith('"');
                int end = isQuoted ? after.IndexOf('"', 1) + 1 : after.IndexOf(' ', StringComparison.Ordinal);
                // No space follows the last, and no value an = before a space.
                end = end < 0 || (isQuoted && end == 0) ? after.Length : end;
                yield return KeyValuePair.Create(name.Trim(), after[..end].Trim('"'));
                rest = after[end..].TrimStart();
            }
        }
    }
}
