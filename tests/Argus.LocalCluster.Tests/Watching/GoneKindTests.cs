using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Watching;

/// <summary>A kind that is taken away while it is watched.</summary>
public sealed class GoneKindTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const int Objects = 100;

    [Fact]
    public async Task Watch_OfAKindThatIsTakenAway_TellsOfEveryObjectBeforeItEnds()
    {
        await using var cluster = await RunningCluster.StartAsync();
        // What is lost at the end is lost by a race.
        for (int round = 0; round < 10; round++)
        {
            string plural = $"widgets{round}";
            var (code, _) = await cluster.SendAsync("POST", Definitions, Definition(plural));
            Assert.Equal(201, code);
            string objects = $"/apis/example.com/v1/{plural}";
            while ((await cluster.SendAsync("GET", objects)).Code != 200)
                await cluster.SendAsync("GET", "/version");
            for (int i = 0; i < Objects; i++)
                await cluster.SendAsync("POST", objects, new JsonObject { ["apiVersion"] = "example.com/v1", ["kind"] = $"Widget{round}", ["metadata"] = new JsonObject { ["name"] = $"w{i}" } });
            var response = await cluster.Http.GetAsync($"{objects}?watch=true&resourceVersion={cluster.Store.State.Version}", HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

            await cluster.SendAsync("DELETE", $"{Definitions}/{plural}.example.com");

            string[] told = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Objects, told.Count(line => (string?)JsonNode.Parse(line)!["type"] == "DELETED"));
        }
    }

    private static JsonNode Definition(string plural) => JsonNode.Parse($$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "{{plural}}.example.com" },
          "spec": {
            "group": "example.com", "scope": "Cluster",
            "names": { "plural": "{{plural}}", "singular": "{{plural}}", "kind": "Widget{{plural[^1..]}}", "listKind": "Widget{{plural[^1..]}}List" },
            "versions": [{ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } }]
          }
        }
        """)!;
}
