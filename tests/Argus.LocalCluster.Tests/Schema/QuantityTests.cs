using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Schema;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("2e3", "2k")]
    [InlineData("100", "100")]
    [InlineData("0", "0")]
    [InlineData("-500m", "-500m")]
    [InlineData("1500", "1500")]
    [InlineData("1000", "1k")]
    [InlineData("512", "512")]
    [InlineData("0.1n", "1n")]
    public void Parse_Text_IsWrittenInTheServersForm(string text, string canonical) =>
        Assert.Equal(canonical, Quantity.TryParse(text)!.Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1.2.3")]
    [InlineData("1GB")]
    [InlineData("1 Gi")]
    [InlineData("many")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Null(Quantity.TryParse(text));

    [Fact]
    public void Compare_DifferentSuffixes_ComparesValues()
    {
        Assert.True(Quantity.TryParse("1Gi")!.Value > Quantity.TryParse("1G")!.Value);
        Assert.Equal(0, Quantity.TryParse("1")!.Value.CompareTo(Quantity.TryParse("1000m")!.Value));
        Assert.Equal(2, Quantity.TryParse("1500m")!.Value.Value);
    }
}
