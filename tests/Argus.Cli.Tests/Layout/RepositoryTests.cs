using System.Text.RegularExpressions;

namespace Argus.Cli.Tests.Layout;

public sealed partial class RepositoryTests
{
    // Written in two parts, so that this file does not hold what it forbids.
    private static readonly string[] MachinePaths = ["/" + "work/", "/" + "root/", "/" + "home/"];
    private static readonly string[] Unwanted = ["TO" + "DO", "FIX" + "ME", "#reg" + "ion", "Configure" + "Await(false)", "NotImplemented" + "Exception"];

    [Fact]
    public void TextFiles_NameNoPathOfAMachine() =>
        Assert.Empty(
            from file in TrackedFiles.All.Where(TrackedFiles.IsText)
            from line in TrackedFiles.Lines(file)
            from path in MachinePaths
            where line.Contains(path, StringComparison.Ordinal)
            select $"{file}: {line.Trim()}");

    [Fact]
    public void CSharpFiles_LeaveNothingUnfinished() =>
        Assert.Empty(
            from file in TrackedFiles.CSharp
            from line in TrackedFiles.Lines(file)
            from word in Unwanted
            where line.Contains(word, StringComparison.Ordinal)
            select $"{file}: {line.Trim()}");

    [Fact]
    public void LockFile_NamesNoRegistry()
    {
        string text = File.ReadAllText(TrackedFiles.PathOf("package-lock.json"));

        Assert.DoesNotContain("\"resolved\"", text);
        Assert.Equal(Regex.Count(text, "\"version\": ") - 1, Regex.Count(text, "\"integrity\": \"sha512-"));
    }

    [Theory]
    [InlineData("argus")]
    [InlineData(".ci/run")]
    public void Scripts_CanBeRun(string script) =>
        Assert.True(File.GetUnixFileMode(TrackedFiles.PathOf(script)).HasFlag(UnixFileMode.UserExecute));

    [Fact]
    public void Markdown_LinksOnlyToWhatIsThere() =>
        Assert.Empty(
            from file in TrackedFiles.All.Where(f => f.EndsWith(".md", StringComparison.Ordinal))
            from Match link in MarkdownLink().Matches(File.ReadAllText(TrackedFiles.PathOf(file)))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(TrackedFiles.PathOf(file))!, target))
            select $"{file}: {target}");

    [Fact]
    public void Readme_NamesEveryPack()
    {
        string readme = File.ReadAllText(TrackedFiles.PathOf("README.md"));
        var packs = TrackedFiles.All.Where(f => f.StartsWith("models/", StringComparison.Ordinal) && f.EndsWith("/pack.yaml", StringComparison.Ordinal)).Select(f => f.Split('/')[1]).ToArray();

        Assert.NotEmpty(packs);
        Assert.All(packs, pack => Assert.Contains($"`{pack}`", readme));
    }

    [Fact]
    public void Readme_NamesEverySettingOfTheModelServer()
    {
        string readme = File.ReadAllText(TrackedFiles.PathOf("README.md"));
        string reader = File.ReadAllText(TrackedFiles.PathOf(TrackedFiles.CSharp.Single(f => f.EndsWith("/ServerOptionsReader.cs", StringComparison.Ordinal))));
        var names = SettingName().Matches(reader).Select(m => m.Groups[1].Value).Distinct().ToArray();

        Assert.True(names.Length > 10);
        Assert.All(names, name => Assert.Contains($"`{name}`", readme));
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"(?:Text|Number|Choice|List)\(\s*""([A-Z][A-Z_]+)""")]
    private static partial Regex SettingName();
}
