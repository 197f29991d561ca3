using Argus.Cli.Remote;
using Argus.Testing;

namespace Argus.Cli.Tests.Remote;

public sealed class KeySourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("typed", null, "environment", "typed")]
    [InlineData(null, "in the file", "environment", "from-file")]
    [InlineData(null, null, "environment", "environment")]
    [InlineData(null, null, "", "")]
    [InlineData(null, null, null, "")]
    public void Find_SeveralSources_TakesTheNearest(string? typed, string? file, string? environment, string expected)
    {
        File.WriteAllText(_folder.At("key"), "\uFEFFfrom-file\n");

        Assert.Equal(expected, KeySource.Find(typed, file is null ? null : _folder.At("key"), environment).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("two words")]
    [InlineData("two\r\nX-Other: lines")]
    [InlineData("schlüssel")]
    public void Find_TextThatIsNoKey_IsRefusedWithoutRepeatingIt(string text)
    {
        File.WriteAllText(_folder.At("key"), text);

        foreach (var found in new[] { KeySource.Find(text, null, null), KeySource.Find(null, _folder.At("key"), null) })
        {
            Assert.False(found.Ok);
            Assert.True(text.Trim().Length == 0 || !found.Trouble.Sentence.Contains(text.Trim()));
        }
    }

    [Fact]
    public void Find_FileThatIsNotThere_IsNamed() =>
        Assert.Equal($"The key cannot be read from '{_folder.At("none")}': there is no such file.", KeySource.Find(null, _folder.At("none"), "environment").Trouble!.Sentence);

    [Fact]
    public void Find_FileThatIsSomethingElse_IsRefused()
    {
        File.WriteAllText(_folder.At("photo"), new string('x', 100_000));

        Assert.Contains("is it the key?", KeySource.Find(null, _folder.At("photo"), null).Trouble!.Sentence);
    }

    [Fact]
    public void Find_TwoKeys_AreRefused() => Assert.Contains("either", KeySource.Find("a", "b", null).Trouble!.Sentence);
}
