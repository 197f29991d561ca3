using System.Text.Json.Nodes;
using Argus.Data.Messaging.Events;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Data.Tests.Messaging.Events;

public sealed class CloudEventTests
{
    private static readonly Guid Job = new("0198c0de-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));

    [Fact]
    public void ToJson_OfAnEndedJob_IsAStructuredCloudEvent()
    {
        var json = Event("completed", null);

        Assert.Equal(
            """{"specversion":"1.0","id":"0198c0de-0000-7000-8000-000000000001-completed-2","source":"/argus/jobs","type":"dev.argus.job.completed","subject":"0198c0de-0000-7000-8000-000000000001","time":"2026-01-02T01:04:05.678+00:00","datacontenttype":"application/json","data":{"status":"completed"}}""",
            json.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("error")]
    [InlineData("sync_failed")]
    public void ToJson_FitsTheSchemaInSamples(string state) =>
        Assert.Empty(new SchemaCheck(null).Check(Schema(Path.Combine(TestData.Repository, "samples", "messages", "event.schema.json")), Event(state, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));

    [DataFact]
    public void ToJson_FitsTheSchemaOfCloudEvents()
    {
        var schema = Schema(TestData.At("contracts", "cloudevents", "cloudevents.json"));
        var attributes = schema["properties"]!.AsObject();
        var definitions = schema["definitions"]!.AsObject();
        // The checker knows one type a field; the published schema also lets optional ones be null.
        foreach (var (_, definition) in definitions.Where(d => d.Value!["type"] is JsonArray))
            definition!["type"] = definition["type"]!.AsArray().Count > 2 ? "object" : "string";

        Assert.Empty(new SchemaCheck(definitions).Check(schema, Event("error", null)));
        Assert.Equal("id: is missing", Assert.Single(new SchemaCheck(definitions).Check(schema, Without(Event("error", null), "id"))).TrimStart('.'));
        Assert.Contains("id", attributes.Select(a => a.Key));
    }

    [Fact]
    public void Ended_InAStateThatIsNoEnd_IsRefused() => Assert.Throws<ArgumentException>(() => JobEvents.Ended(Job, "processing", 1, At));

    [Fact]
    public void ToJson_WithDataThatIsNoJson_IsRefused() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JobEvents.Ended(Job, "error", 1, At).ToJson("{"u8));

    [Fact]
    public void MqttTopic_IsThatOfTheDocumentedApi() => Assert.Equal($"inference/job/{Job}/completed", JobEvents.MqttTopic(Job));

    private static JsonObject Event(string state, string? trace) =>
        JsonNode.Parse(JobEvents.Ended(Job, state, 2, At, trace).ToJson("""{"status":"completed"}"""u8))!.AsObject();

    private static JsonObject Without(JsonObject json, string name)
    {
        json.Remove(name);
        return json;
    }

    private static JsonObject Schema(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
