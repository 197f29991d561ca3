using System.Reflection;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>The types of one .types file, by name: a heading and its fields.</summary>
internal sealed record TypePackage(string Prefix, string GroupVersion, IReadOnlyDictionary<string, (TypeLine Heading, IReadOnlyList<TypeLine> Fields)> Types)
{
    /// <summary>All files that the program carries.</summary>
    public static IReadOnlyList<TypePackage> LoadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".types", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Parse(reader.ReadToEnd());
            })];
    }

    private static TypePackage Parse(string text)
    {
        string[] lines = text.Split('\n');
        string[] head = lines[0].Split(' ');
        Dictionary<string, (TypeLine, IReadOnlyList<TypeLine>)> types = new(StringComparer.Ordinal);
        List<TypeLine> fields = [];
        foreach (string line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var read = TypeLine.Read(line);
            if (line[0] == ' ')
                fields.Add(read);
            else
                types[read.Name] = (read, fields = []);
        }

        return new TypePackage(head[1], head[2], types);
    }
}
