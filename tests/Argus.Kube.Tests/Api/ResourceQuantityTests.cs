using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;

namespace Argus.Kube.Tests.Api;

public sealed class ResourceQuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1500m", "1500m")]
    [InlineData("1.5", "1500m")]
    [InlineData("1000m", "1")]
    [InlineData("2000", "2k")]
    [InlineData("1500", "1500")]
    [InlineData("12000000", "12M")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("2048Mi", "2Gi")]
    [InlineData("1023Ki", "1023Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("1e3", "1e3")]
    [InlineData("1500e0", "1500")]
    [InlineData("12E6", "12e6")]
    [InlineData("2E", "2E")]
    [InlineData("100u", "100u")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("-1.5Gi", "-1536Mi")]
    [InlineData("+3", "3")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("1e40", "9223372036854775807e0")]
    public void ToString_ParsedQuantity_IsCanonical(string text, string canonical)
    {
        string expected = canonical.EndsWith("e0", StringComparison.Ordinal) ? canonical[..^2] : canonical;

        Assert.Equal(expected, ResourceQuantity.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1 Gi")]
    [InlineData(" 1")]
    [InlineData("1gi")]
    [InlineData("1K")]
    [InlineData("Gi")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    public void TryParse_NoQuantity_IsFalse(string text) => Assert.False(ResourceQuantity.TryParse(text, out _));

    [Fact]
    public void Equals_SameAmountWrittenDifferently_IsTrue()
    {
        Assert.Equal(ResourceQuantity.Parse("1Gi"), ResourceQuantity.Parse("1024Mi"));
        Assert.Equal(ResourceQuantity.Parse("1Gi").GetHashCode(), ResourceQuantity.Parse("1024Mi").GetHashCode());
        Assert.True(ResourceQuantity.Parse("1G") < ResourceQuantity.Parse("1Gi"));
    }

    [Fact]
    public void Operators_MemoryAndMillis_AddAndSubtract()
    {
        Assert.Equal("1536Mi", (ResourceQuantity.Parse("1Gi") + ResourceQuantity.Parse("512Mi")).ToString());
        Assert.Equal("1536Mi", (default(ResourceQuantity) + ResourceQuantity.Parse("1536Mi")).ToString());
        Assert.Equal("250m", (ResourceQuantity.Parse("1") - ResourceQuantity.Parse("750m")).ToString());
    }

    [Fact]
    public void Units_Fraction_RoundsUp()
    {
        Assert.Equal(2, ResourceQuantity.Parse("1100m").Units);
        Assert.Equal(1100, ResourceQuantity.Parse("1.0999").MilliUnits);
    }

    [Fact]
    public void Json_NumberOrString_ReadsBothAndWritesCanonicalString()
    {
        const string json = """{"limits":{"cpu":2,"memory":"1024Mi","nvidia.com/gpu":"1"}}""";

        var read = JsonSerializer.Deserialize(json, KubeJson.Default.V1ResourceRequirements)!;

        Assert.Equal("""{"limits":{"cpu":"2","memory":"1Gi","nvidia.com/gpu":"1"}}""", JsonSerializer.Serialize(read, KubeJson.Default.V1ResourceRequirements));
    }

    [Fact]
    public void Json_NoQuantity_SaysWhatIsExpected()
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"limits":{"cpu":"much"}}""", KubeJson.Default.V1ResourceRequirements));

        Assert.Contains("500m", error.Message, StringComparison.Ordinal);
    }
}
