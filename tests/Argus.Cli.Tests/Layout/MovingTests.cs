using System.Text.RegularExpressions;
using Argus.Testing;

namespace Argus.Cli.Tests.Layout;

/// <summary>docs/moving.md has a counterpart for every command of the older services that it is about.</summary>
public sealed partial class MovingTests
{
    [DataTheory]
    [InlineData("000_*", 10)]
    [InlineData("001_*", 20)]
    [InlineData("003_*", 8)]
    public void EveryCommand_HasItsRow(string document, int least)
    {
        string table = File.ReadAllText(TrackedFiles.PathOf("docs/moving.md"));
        var commands = CommandsOf(Directory.GetFiles(TestData.At("seeds"), document).Single()).ToList();

        Assert.True(commands.Count >= least, $"Only {commands.Count} commands were found.");
        Assert.All(commands, command => Assert.Contains($"| `{command}` | ", table));
    }

    // First lines of commands in the blocks for a shell: what belongs to them is indented; settings and changes of folder are none.
    private static IEnumerable<string> CommandsOf(string document) =>
        ShellBlock().Matches(File.ReadAllText(document))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Where(line => line.Length > 0 && char.IsAsciiLetter(line[0]) | line[0] == '.' && !line.StartsWith("cd ", StringComparison.Ordinal) && !Setting().IsMatch(line))
            .Select(line => line.TrimEnd('\\').TrimEnd())
            .Distinct();

    [GeneratedRegex("^```bash\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^[A-Z_]+=[^$]")]
    private static partial Regex Setting();
}
