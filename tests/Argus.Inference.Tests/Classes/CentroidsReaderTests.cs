using System.Text;
using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Inference.Classes;

namespace Argus.Inference.Tests.Classes;

public sealed class CentroidsReaderTests
{
    private static CentroidsFile Good { get; } = new()
    {
        ModelDigest = "sha256:m",
        Dimension = 2,
        Temperature = 0.1,
        Classes = [new CentroidClass("A", 3, [1, 0]), new CentroidClass("B", 4, [0, 1])],
    };

    [Fact]
    public void Read_WhatFitWrote_IsTheSame()
    {
        Assert.Null(CentroidsReader.Read(JsonSerializer.SerializeToUtf8Bytes(Good, DatasetsJson.Default.CentroidsFile), "sha256:m", 2, out var file));

        Assert.Equal([("A", 3), ("B", 4)], file.Classes.Select(c => (c.Name, c.Count)));
        Assert.Equal([0f, 1f], file.Classes[1].Vector);
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoFault() =>
        Assert.Null(CentroidsReader.Read([0xEF, 0xBB, 0xBF, .. JsonSerializer.SerializeToUtf8Bytes(Good, DatasetsJson.Default.CentroidsFile)], "sha256:m", 2, out _));

    [Fact]
    public void Read_OtherModel_IsRefusedWithBothDigests()
    {
        string? why = CentroidsReader.Read(JsonSerializer.SerializeToUtf8Bytes(Good, DatasetsJson.Default.CentroidsFile), "sha256:n", 2, out _);

        Assert.Contains("sha256:m", why);
        Assert.Contains("sha256:n", why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":null}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[null]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":null}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":" ","count":1,"vector":[1,0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0,"classes":[{"name":"A","count":1,"vector":[1,0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":1,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[1]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[NaN,0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":["NaN",0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[1e39,0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[0,0]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[1,0]},{"name":"A","count":1,"vector":[0,1]}]}""")]
    [InlineData("""{"model_digest":"sha256:m","dimension":-2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[]}]}""")]
    [InlineData("""{"version":2,"model_digest":"sha256:m","dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[1,0]}]}""")]
    [InlineData("""{"model_digest":null,"dimension":2,"temperature":0.1,"classes":[{"name":"A","count":1,"vector":[1,0]}]}""")]
    public void Read_WhatIsNoSuchFile_IsRefusedInASentence(string text) =>
        Assert.EndsWith(".", CentroidsReader.Read(Encoding.UTF8.GetBytes(text), "sha256:m", 2, out _));
}
