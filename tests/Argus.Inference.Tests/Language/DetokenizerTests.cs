using System.Text;
using Argus.Inference.Language;

namespace Argus.Inference.Tests.Language;

/// <summary>Every token is a byte here; above 255 come tokens without text.</summary>
public sealed class DetokenizerTests
{
    [Theory]
    [InlineData("Grüße")]
    [InlineData("日本語 und 😀 – gemischt")]
    public void Add_CharactersOfSeveralTokens_ComeWhole(string text)
    {
        var detokenizer = new Detokenizer(Decode);

        string[] parts = [.. Encoding.UTF8.GetBytes(text).Select(b => detokenizer.Add(b)), detokenizer.Rest()];

        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, p => Assert.DoesNotContain('\uFFFD', p));
    }

    [Fact]
    public void Add_BytesThatAreNoCharacter_DoNotSilenceWhatFollows()
    {
        var detokenizer = new Detokenizer(Decode);

        string text = string.Concat(new[] { 0xC3, 'a', 0xFF, 'b', 'c', 0xF0, 0x9F }.Select(t => detokenizer.Add(t))) + detokenizer.Rest();

        Assert.StartsWith("\uFFFDa\uFFFDbc\uFFFD", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ManyTokensWithoutText_KeepsNone()
    {
        int longest = 0;
        var detokenizer = new Detokenizer(tokens =>
        {
            longest = Math.Max(longest, tokens.Length);
            return Decode(tokens);
        });

        string text = string.Concat(Enumerable.Repeat(300, 1000).Append('x').Select(t => detokenizer.Add(t))) + detokenizer.Rest();

        Assert.Equal("x", text);
        Assert.InRange(longest, 1, 16);
    }

    private static string Decode(ReadOnlyMemory<int> tokens) => Encoding.UTF8.GetString([.. tokens.ToArray().Where(t => t < 256).Select(t => (byte)t)]);
}
