using Argus.Inference.Language;

namespace Argus.Inference.Tests.Language;

public sealed class StopScannerTests
{
    [Theory]
    [InlineData("a|b|c", "x", "abc", false)]
    [InlineData("hello wo|rld", "world", "hello ", true)]
    [InlineData("w|o|r|l|d and more", "world", "", true)]
    [InlineData("wor|k", "world", "work", false)]
    [InlineData("aab", "ab", "a", true)]
    [InlineData("a|a|b", "ab", "a", true)]
    [InlineData("one two", "two,one", "", true)]
    [InlineData("ends in wor", "world", "ends in wor", false)]
    public void Add_PartByPart_GivesAllBeforeTheFirstStop(string parts, string stops, string expected, bool stopped)
    {
        var scanner = new StopScanner([.. stops.Split(',')]);

        string text = string.Concat(parts.Split('|').Select(scanner.Add)) + scanner.Rest();

        Assert.Equal((expected, stopped), (text, scanner.Stopped));
    }

    [Fact]
    public void Add_BeginningOfAStop_IsHeldUntilItIsClear()
    {
        var scanner = new StopScanner(["\n\nUser:"]);

        Assert.Equal("yes.", scanner.Add("yes.\n"));
        Assert.Equal("", scanner.Add("\nUs"));
        Assert.Equal("\n\nUsual", scanner.Add("ual"));
    }

    [Fact]
    public void Add_EmptyStop_StopsNothing()
    {
        var scanner = new StopScanner([""]);

        Assert.Equal("text", scanner.Add("text"));
        Assert.False(scanner.Stopped);
    }
}
