using Argus.Jobs.Score;

namespace Argus.Jobs.Tests.Score;

public sealed class VibeBandsTests
{
    [Theory]
    [InlineData(0, "low")]
    [InlineData(49.9, "low")]
    [InlineData(50, "high")]
    [InlineData(100, "high")]
    public void Of_Score_IsTheBandThatItLiesIn(double score, string name) => Assert.Equal(name, VibeBands.Parse("0=low, 50=high")!.Of(score));

    [Fact]
    public void Default_OfTheDocumentsExample_IsCharming() => Assert.Equal("charming", VibeBands.Default.Of(87.5));

    [Theory]
    [InlineData("")]
    [InlineData("low")]
    [InlineData("10=low")]
    [InlineData("0=")]
    [InlineData("0=low,0=high")]
    [InlineData("0=low,60=high,50=mid")]
    [InlineData("0=low,101=high")]
    [InlineData("0=low,-5=high")]
    [InlineData("0=low,NaN=high")]
    public void Parse_WhatAreNoBands_IsNone(string text) => Assert.Null(VibeBands.Parse(text));
}
