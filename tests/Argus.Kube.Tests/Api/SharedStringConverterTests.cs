using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Kube.Tests.Api;

public sealed class SharedStringConverterTests
{
    [Fact]
    public void Read_SameShortStringsTwice_AreOneString()
    {
        const string json = """{"kind":"ConfigMap","metadata":{"labels":{"app.example/only-here":"value-only-here"}}}""";

        var first = JsonSerializer.Deserialize(json, V1ConfigMap.JsonType)!.Metadata.Labels!.Single();
        var second = JsonSerializer.Deserialize(json, V1ConfigMap.JsonType)!.Metadata.Labels!.Single();

        Assert.Same(first.Key, second.Key);
        Assert.Same(first.Value, second.Value);
    }

    [Fact]
    public void Read_SameMessageInTwoModelDeployments_IsOneString()
    {
        const string json = """{"metadata":{},"status":{"conditions":[{"type":"Ready","status":"False","message":"No pod of this kind answers requests, and what it would answer is long enough to be worth sharing."}]}}""";

        var first = JsonSerializer.Deserialize(json, ModelDeployment.JsonType)!.Status!.Conditions!.Single();
        var second = JsonSerializer.Deserialize(json, ModelDeployment.JsonType)!.Status!.Conditions!.Single();

        Assert.Same(first.Message, second.Message);
        Assert.Same(first.Type, second.Type);
    }

    [Fact]
    public void RoundTrip_AnyStrings_AreKept() => Prop.ForAll<NonNull<string>[]>(texts =>
    {
        // A lone surrogate is no text, and JSON cannot carry it.
        var values = texts.Select(t => new string([.. t.Get.Where(c => !char.IsSurrogate(c))])).ToList();
        var map = new V1ConfigMap { Data = values.Distinct().ToDictionary(v => v, v => v + v) };

        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(map, V1ConfigMap.JsonType), V1ConfigMap.JsonType)!;

        return read.Data!.Count == map.Data.Count && map.Data.All(p => read.Data[p.Key] == p.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_ManyThreads_EachGetsWhatItAskedFor() => Parallel.For(0, 20_000, i =>
    {
        string text = $"text-{i % 9000}";

        var read = JsonSerializer.Deserialize($$$"""{"data":{"k":"{{{text}}}"}}""", V1ConfigMap.JsonType)!;

        Assert.Equal(text, read.Data!["k"]);
    });

    [Theory]
    [InlineData("é")]
    [InlineData("日本")]
    [InlineData("a\\u0062c")]
    [InlineData("")]
    public void Read_NotPlainAscii_IsDecoded(string written)
    {
        string expected = written.Replace("\\u0062", "b", StringComparison.Ordinal);

        for (int i = 0; i < 2; i++)
            Assert.Equal(expected, JsonSerializer.Deserialize($$"""{"name":"{{written}}"}""", KubeJson.Default.V1Container)!.Name);
    }
}
