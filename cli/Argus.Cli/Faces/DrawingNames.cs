namespace Argus.Cli.Faces;

/// <summary>Names for pictures with boxes: those of the files, and each only once though files of many folders end in one.</summary>
internal static class DrawingNames
{
    /// <summary>One name for each file, in their order; the second x.jpg becomes x.jpg-2.png.</summary>
    public static IReadOnlyList<string> For(IEnumerable<string> files)
    {
        HashSet<string> taken = [];
        return [.. files.Select(file => Take(Path.GetFileName(file), taken))];
    }

    private static string Take(string file, HashSet<string> taken)
    {
        string name = $"{file}.png";
        for (int n = 2; !taken.Add(name); n++)
            name = $"{file}-{n}.png";
        return name;
    }
}
