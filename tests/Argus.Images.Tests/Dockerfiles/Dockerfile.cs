using System.Text.RegularExpressions;

namespace Argus.Images.Tests.Dockerfiles;

/// <summary>A Dockerfile of this repository. The reader knows what these use: no here-documents, no other escape, no ONBUILD.</summary>
internal sealed partial class Dockerfile
{
    private static readonly string[] Known = ["ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "USER", "WORKDIR"];

    private Dockerfile(string path, IReadOnlyList<Stage> stages, IReadOnlyDictionary<string, string> arguments) => (Path, Stages, Arguments) = (path, stages, arguments);

    /// <summary>Names of all, as theories take them.</summary>
    public static TheoryData<string> Names => [.. Files];

    /// <summary>Relative to the repository.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Testing.TestData.Repository + "/images", "*.Dockerfile").Select(f => "images/" + System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public string Path { get; }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Arguments before the first stage, with their defaults.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    public Stage Final => Stages[^1];

    /// <summary>The command that publishes the program, without its output folder.</summary>
    public string[] Publish => Publishing().Match(All("RUN").Select(i => i.Text).Single(t => t.Contains("dotnet publish", StringComparison.Ordinal))).Groups[1].Value.Split(' ');

    /// <summary>The project that it publishes, as a folder.</summary>
    public string Project => Publish[1];

    public static Dockerfile Read(string path)
    {
        var arguments = new Dictionary<string, string>();
        var stages = new List<(string? Name, string Base, List<Instruction> Instructions)>();
        foreach (var instruction in Instructions(File.ReadAllText(System.IO.Path.Combine(Testing.TestData.Repository, path))))
        {
            if (instruction.Keyword == "FROM")
                stages.Add(instruction.Words is [var from, "AS", var name] ? (name, Fill(from, arguments), []) : (null, Fill(instruction.Text, arguments), []));
            else if (stages.Count > 0)
                stages[^1].Instructions.Add(instruction);
            else
                foreach (var (argument, value) in instruction.Pairs)
                    arguments[argument] = value;
        }

        return new Dockerfile(path, [.. stages.Select(s => new Stage(s.Name, s.Base, s.Instructions))], arguments);
    }

    public IEnumerable<Instruction> All(string keyword) => Stages.SelectMany(s => s.Of(keyword));

    internal static IEnumerable<Instruction> Instructions(string text)
    {
        // Comments may stand between the lines of one instruction.
        var lines = text.Split('\n').Where(l => !l.TrimStart().StartsWith('#'));
        string joined = Continued().Replace(string.Join('\n', lines), " ");
        foreach (string line in joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            Assert.Contains(parts[0], Known);
            var flags = new Dictionary<string, string>();
            string rest = parts[1];
            while (Flag().Match(rest) is { Success: true } flag && parts[0] != "CMD")
            {
                flags[flag.Groups[1].Value] = flag.Groups[2].Value;
                rest = rest[flag.Length..].TrimStart();
            }

            yield return new Instruction(parts[0], rest, flags);
        }
    }

    private static string Fill(string text, Dictionary<string, string> arguments) => Reference().Replace(text, m => arguments[m.Groups[1].Value]);

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^--([a-z-]+)=(\S+)")]
    private static partial Regex Flag();

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"dotnet (publish .*) -o /out$")]
    private static partial Regex Publishing();
}
