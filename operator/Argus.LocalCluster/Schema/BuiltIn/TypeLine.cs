namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>
/// One line of a .types file: <c>name type flags -- description</c>. A type is string, bool, int32, int64, double, quantity, intOrString,
/// time, microTime, bytes, any, <c>[]T</c>, <c>map[T]</c> or the name of a type. The flags are those of <see cref="TypeFlags"/>.
/// </summary>
internal sealed record TypeLine(string Name, string Type, IReadOnlyList<string> Flags, string Description)
{
    /// <summary>Reads a field line, or a <c>kind</c> or <c>type</c> heading (whose <see cref="Type"/> is that word).</summary>
    public static TypeLine Read(string line)
    {
        string[] halves = line.Split(" -- ", 2);
        string[] words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool heading = !line.StartsWith(' ');
        return new TypeLine(words[heading ? 1 : 0], words[heading ? 0 : 1], words[2..], halves.Length == 2 ? halves[1] : "");
    }
}
