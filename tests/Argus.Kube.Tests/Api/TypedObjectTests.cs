using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Core;

namespace Argus.Kube.Tests.Api;

public sealed class TypedObjectTests
{
    [Fact]
    public void Serialize_NewObject_SaysKindAndVersionAndLeavesNullOut()
    {
        var pod = new V1Pod { Metadata = new() { Name = "a" } };

        Assert.Equal("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}""", JsonSerializer.Serialize(pod, V1Pod.JsonType));
    }

    [Fact]
    public void Deserialize_ItemOfATypedList_GetsKindAndVersion()
    {
        var pod = JsonSerializer.Deserialize("{}", V1Pod.JsonType)!;

        Assert.Equal(("v1", "Pod"), (pod.ApiVersion, pod.Kind));
        Assert.NotNull(pod.Metadata);
    }

    [Fact]
    public void Serialize_ZeroFalseAndEmpty_AreWritten()
    {
        var container = new V1Container { Name = "", Tty = false, Ports = [], Resources = new(), LivenessProbe = new() { InitialDelaySeconds = 0 } };

        Assert.Equal(
            """{"name":"","livenessProbe":{"initialDelaySeconds":0},"ports":[],"resources":{},"tty":false}""",
            JsonSerializer.Serialize(container, KubeJson.Default.V1Container));
    }

    [Fact]
    public void Serialize_Times_SecondsForObjectsAndMicrosecondsForLeases()
    {
        var time = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var lease = new V1Lease { Metadata = new() { CreationTimestamp = time }, Spec = new() { RenewTime = time } };

        string json = JsonSerializer.Serialize(lease, V1Lease.JsonType);

        Assert.Contains("\"creationTimestamp\":\"2026-01-02T03:04:05Z\"", json, StringComparison.Ordinal);
        Assert.Contains("\"renewTime\":\"2026-01-02T03:04:05.123456Z\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80", 80, null)]
    [InlineData("\"80\"", null, "80")]
    [InlineData("\"http\"", null, "http")]
    public void IntOrString_Json_KeepsTheTypeItWasWrittenIn(string json, int? number, string? text)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = KubeJson.Default };
        var value = JsonSerializer.Deserialize<IntOrString>(json, options);

        Assert.Equal((number, text), (value.Number, value.Text));
        Assert.Equal(json, JsonSerializer.Serialize(value, options));
    }

    [Theory]
    [InlineData("25%", 10, true, 3)]
    [InlineData("25%", 10, false, 2)]
    [InlineData("100%", 7, false, 7)]
    public void IntOrString_Scale_IsAShareOfTheTotal(string text, int total, bool up, int expected) =>
        Assert.Equal(expected, new IntOrString(text).Scale(total, up));

    [Fact]
    public void IntOrString_ScaleOfAName_SaysWhatIsExpected() =>
        Assert.Contains("25%", Assert.Throws<FormatException>(() => new IntOrString("http").Scale(3, true)).Message, StringComparison.Ordinal);
}
