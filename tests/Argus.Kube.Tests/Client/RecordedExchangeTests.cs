using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Client;
using Argus.Kube.Tests.Recordings;
using Argus.Kube.Tests.Servers;
using Argus.Testing;

namespace Argus.Kube.Tests.Client;

/// <summary>Every recorded exchange that the client can make: it sends the recorded request, and reads the recorded answer.</summary>
public sealed class RecordedExchangeTests
{
    private const string None = "none";

    public static TheoryData<string> Stories() => Story.Names() is { Count: > 0 } names ? [.. names] : [None];

    [DataTheory]
    [MemberData(nameof(Stories))]
    public async Task Call_RecordedExchange_SendsItsRequestAndReadsItsAnswer(string story)
    {
        Exchange? current = null;
        await using var server = await KubeTestServer.StartAsync(c => ReplayAnswer.WriteAsync(c, current!));
        using var client = server.Client();
        foreach (var exchange in Story.Read(story))
        {
            if (RecordedCall.Find(exchange) is not { } call)
                continue;
            current = exchange;
            server.Received.Clear();

            var (result, error) = await RunAsync(() => call(client));

            AssertRequest(exchange, Assert.Single(server.Received));
            AssertAnswer(exchange, result, error);
        }
    }

    [DataFact]
    public void Find_AllStories_CoversMostExchanges()
    {
        var exchanges = Story.Names().SelectMany(Story.Read).ToList();
        var calls = exchanges.Where(e => RecordedCall.Find(e) is not null).ToList();

        Assert.True(calls.Count > 550, $"{calls.Count} of {exchanges.Count}");
        foreach (string method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE"])
            Assert.True(calls.Count(c => c.Method == method) > 15, method);
        Assert.True(calls.Count(c => c.IsWatch) > 40);
        Assert.True(calls.Count(c => c.Status >= 400) > 100);
    }

    private static async Task<(object? Result, KubernetesException? Error)> RunAsync(Func<Task<object?>> call)
    {
        try
        {
            return (await call(), null);
        }
        catch (KubernetesException error)
        {
            return (null, error);
        }
    }

    private static void AssertRequest(Exchange exchange, ReceivedRequest sent)
    {
        Assert.Equal((exchange.Name, exchange.Method), (exchange.Name, sent.Method));
        Assert.Equal((exchange.Name, Uri.UnescapeDataString(exchange.PathAlone)), (exchange.Name, Uri.UnescapeDataString(sent.Path.Split('?')[0])));
        var query = Exchange.Parse(sent.Path);
        if (!exchange.Query.ContainsKey("fieldManager"))
            query.Remove("fieldManager");
        Assert.Equal(
            exchange.Query.Where(q => q is not { Key: "force", Value: "false" }).Select(q => q.Key == "watch" || q.Key == "allowWatchBookmarks" ? (q.Key, "true") : (q.Key, q.Value)).Order(),
            query.Select(q => (q.Key, q.Value)).Order());
        if (exchange.RequestBody is not { } body)
            return;
        var sentBody = JsonDocument.Parse(sent.Body).RootElement;
        Assert.Null(JsonCompare.Missing(body, sentBody, (_, _) => false));
        if (exchange.Method != "DELETE")
            Assert.True(JsonElement.DeepEquals(body, sentBody), exchange.Name);
        Assert.Equal(exchange.ContentType.Length == 0 ? "application/json" : exchange.ContentType, sent.ContentType);
    }

    private static void AssertAnswer(Exchange exchange, object? result, KubernetesException? error)
    {
        if (exchange.Status >= 400 && !(exchange.Status == 404 && result is DeleteResult.NotFound))
        {
            AssertError(exchange, error);
            return;
        }

        Assert.True(error is null, $"{exchange.Name}: {error?.Message}");
        switch (result)
        {
            case RecordedWatch watch:
                AssertWatch(exchange, watch);
                break;
            case KubernetesList<JsonElement> list:
                Assert.Null(JsonCompare.Missing(exchange.Body!.Value.GetProperty("items"), JsonSerializer.SerializeToElement(list.Items), (_, _) => false));
                Assert.Null(JsonCompare.Missing(exchange.Body!.Value.GetProperty("metadata"), JsonSerializer.SerializeToElement(list.Metadata, KubeJson.Default.V1ListMeta), (_, _) => false));
                break;
            case V1Scale scale:
                Assert.Equal(exchange.Body!.Value.GetProperty("status").GetProperty("replicas").GetInt32(), scale.Status!.Replicas);
                break;
            case DeleteResult deleted:
                AssertDelete(exchange, deleted);
                break;
            default:
                Assert.True(JsonElement.DeepEquals(exchange.Body!.Value, Assert.IsType<JsonElement>(result)), exchange.Name);
                break;
        }
    }

    private static void AssertError(Exchange exchange, KubernetesException? error)
    {
        Assert.True(error is not null, $"{exchange.Name}: no error");
        Assert.Equal(exchange.Status, (int)error.Code);
        Assert.NotEmpty(error.Reason);
        if (exchange.ResponseHeader("Retry-After") is { } wait)
            Assert.Equal(TimeSpan.FromSeconds(int.Parse(wait, null)), error.RetryAfter);
        if (exchange.Body is { ValueKind: JsonValueKind.String } text)
        {
            Assert.Equal(text.GetString()!.Trim(), error.Status.Message);
            return;
        }

        var status = JsonSerializer.SerializeToElement(error.Status, KubeJson.Default.V1Status);
        Assert.Null(JsonCompare.Missing(exchange.Body!.Value, status, (_, _) => false));
    }

    private static void AssertDelete(Exchange exchange, DeleteResult result)
    {
        bool held = exchange.Status < 400 && exchange.Body!.Value.GetProperty("kind").GetString() != "Status"
            && exchange.Body.Value.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _);
        Assert.Equal(exchange.Status == 404 ? DeleteResult.NotFound : held ? DeleteResult.Deleting : DeleteResult.Deleted, result);
    }

    private static void AssertWatch(Exchange exchange, RecordedWatch watch)
    {
        var expected = exchange.Events.ToList();
        var last = expected.LastOrDefault();
        bool isError = last.ValueKind == JsonValueKind.Object && last.GetProperty("type").GetString() == "ERROR";
        Assert.Equal((exchange.Name, isError ? expected.Count - 1 : expected.Count), (exchange.Name, watch.Events.Count));
        foreach (var (line, seen) in expected.Zip(watch.Events))
        {
            var value = line.GetProperty("object");
            Assert.Equal(line.GetProperty("type").GetString(), seen.Type.ToString().ToUpperInvariant());
            Assert.Equal(value.GetProperty("metadata").GetProperty("resourceVersion").GetString(), seen.ResourceVersion);
            if (seen.Type != WatchEventType.Bookmark)
                Assert.True(JsonElement.DeepEquals(value, seen.Object), exchange.Name);
        }

        if (isError)
            Assert.Equal(last.GetProperty("object").GetProperty("code").GetInt32(), (int)Assert.IsType<KubernetesException>(watch.Error).Code);
        else if (exchange.Ended.Contains("broke", StringComparison.Ordinal))
            Assert.True(watch.Error is IOException or HttpRequestException, exchange.Name);
        else
            Assert.Null(watch.Error);
    }
}
