using System.Text.Json.Nodes;
using Argus.Gateway.Docs;
using Argus.Gateway.Listening;
using Argus.Gateway.Routing;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Tests.Docs;

public sealed class JoinedDocumentTests
{
    private const string Service = """
        {"openapi":"3.1.1","info":{"title":"t","version":"1"},"paths":{
          "/detect":{"post":{"operationId":"d","servers":[{"url":"http://pod"}],"security":[{"theirs":[]}],
            "parameters":[{"name":"threshold","in":"query","schema":{"type":"number"}}],
            "requestBody":{"content":{"multipart/form-data":{"schema":{"type":"object"}},"application/json":{"schema":{"$ref":"#/components/schemas/Asked"}}}},
            "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Found"}}}}}}},
          "/v2/models/{model}/infer":{"parameters":[{"name":"model","in":"path","required":true,"schema":{"type":"string"}}],"post":{"responses":{"200":{"description":"ok"}}}},
          "/own":{"get":{"responses":{"200":{"description":"ok"}}}},
          "/secret":{"get":{"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Hidden"}}}}}}}
        },"components":{"schemas":{"Asked":{"type":"string"},"Found":{"type":"array"},"Hidden":{"type":"object"}}}}
        """;

    [Fact]
    public void Build_PathsOfTheTable_AreThereAndNoOther()
    {
        var document = Build(Given.Deployment("faces"), Service);

        var paths = document["paths"]!.AsObject().Select(p => p.Key).Except(OwnOperations.Paths(null).Select(p => p.Key));
        Assert.Equal(
            ["/detect", "/embed", "/embed/batch", "/extract-embedding", "/v2/models/attributes", "/v2/models/attributes/infer", "/v2/models/detector", "/v2/models/detector/infer", "/v2/models/recognizer", "/v2/models/recognizer/infer", "/verify"],
            paths.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(document["paths"]!["/v2/models/detector/infer"]!["post"]!["parameters"]!.AsArray(), p => (string?)p!["in"] == "path");
    }

    [Fact]
    public void Build_OnlyWhatIsOffered_HasItsSchemas() =>
        Assert.Equal(["Asked", "Found", "Problem"], Build(Given.Deployment("faces"), Service)["components"]!["schemas"]!.AsObject().Select(s => s.Key));

    [Fact]
    public void Build_Operation_IsTheGatewaysNotThePods()
    {
        var operation = Build(Given.Deployment("faces"), Service)["paths"]!["/detect"]!["post"]!.AsObject();

        Assert.False(operation.ContainsKey("servers") || operation.ContainsKey("security"));
        Assert.Equal(["threshold", "X-Argus-Deployment", "X-Argus-Timeout-Ms", "X-Argus-Priority"], operation["parameters"]!.AsArray().Select(p => (string?)p!["name"]));
        Assert.NotNull(operation["responses"]!["200"]!["headers"]!["X-Argus-Deployment"]);
        Assert.Equal("#/components/schemas/Problem", (string?)operation["responses"]!["503"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]);
    }

    [Fact]
    public void Build_TwoDeploymentsShareAPathByBody_BothBodiesAreThere()
    {
        string other = Service.Replace("\"Asked\":{\"type\":\"string\"}", "\"Asked\":{\"type\":\"integer\"}", StringComparison.Ordinal);
        var document = Build([(Given.Deployment("faces"), Service), (Given.Deployment("boxes", ModelTasks.FaceDetection, age: 5), other)]);

        var content = document["paths"]!["/detect"]!["post"]!["requestBody"]!["content"]!.AsObject();
        Assert.Equal(["application/json", "multipart/form-data"], content.Select(c => c.Key).Order(StringComparer.Ordinal));
        Assert.Equal("#/components/schemas/Asked_2", (string?)content["application/json"]!["schema"]!["$ref"]);
        Assert.Equal("integer", (string?)document["components"]!["schemas"]!["Asked_2"]!["type"]);
        Assert.Null(document["components"]!["schemas"]!["Asked"]);
    }

    [Fact]
    public void Build_TwoDeploymentsOfTheSame_TheSecondIsNamedByHeader()
    {
        var document = Build([(Given.Deployment("old"), Service), (Given.Deployment("young", age: 5), Service)]);

        var header = document["paths"]!["/detect"]!["post"]!["parameters"]!.AsArray().Single(p => (string?)p!["name"] == "X-Argus-Deployment")!;
        Assert.Equal("Which deployment is wanted: name or namespace/name. Without it: ns/old; also ns/young.", (string?)header["description"]);
    }

    [Fact]
    public void Build_DeploymentWithoutADocument_IsNamedAndItsPathsAreThere()
    {
        var document = Build(Given.Deployment("faces"), null);

        Assert.Equal(["Problem"], document["components"]!["schemas"]!.AsObject().Select(s => s.Key));
        Assert.Contains("ns/faces", (string?)document["paths"]!["/detect"]!["post"]!["summary"]);
        Assert.Contains("ns/faces: face-analysis, ready True (Serving). Not described here: no pod answers", (string?)document["info"]!["description"]);
        Assert.False((bool)document["x-argus-deployments"]![0]!["described"]!);
    }

    [Fact]
    public void Build_AddedPaths_AreDescribedAsFarAsKnown()
    {
        var deployment = Given.Deployment("faces");
        var document = Build(deployment with { Spec = deployment.Spec with { Routes = new() { Add = ["/own", "/other", "/tree/*"] } } }, Service);

        Assert.Equal(["get"], document["paths"]!["/own"]!.AsObject().Select(m => m.Key));
        Assert.Equal(["get", "post"], document["paths"]!["/other"]!.AsObject().Select(m => m.Key));
        Assert.Equal("rest", (string?)document["paths"]!["/tree/{rest}"]!["get"]!["parameters"]![0]!["name"]);
    }

    [Fact]
    public void Build_OnADocumentedPort_HasItsPathsOnly()
    {
        var document = Build([(Given.Deployment("faces"), Service)], filter: DocumentedPorts.All[5001]);

        Assert.Equal(["/detect", "/docs", "/health", "/openapi.json"], document["paths"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Build_HostOfItsOwn_IsToldOnlyThere()
    {
        var deployment = Given.Deployment("faces");
        deployment = deployment with { Spec = deployment.Spec with { Routes = new() { Hosts = ["*.faces.example"] } } };

        Assert.NotNull(Build([(deployment, Service)], host: "a.faces.example")["paths"]!["/detect"]);
        var elsewhere = Build([(deployment, Service)], host: "example");
        Assert.Null(elsewhere["paths"]!["/detect"]);
        Assert.Empty(elsewhere["x-argus-deployments"]!.AsArray());
    }

    [Fact]
    public void Build_KeysAreAskedFor_OnlyPublicPathsGoWithout()
    {
        var document = Build(Given.Deployment("faces"), Service);

        Assert.Equal(["api_key", "bearer"], document["security"]!.AsArray().Select(s => Assert.Single(s!.AsObject()).Key));
        var open = document["paths"]!.AsObject().Where(p => p.Value!.AsObject().Any(o => o.Value!["security"] is JsonArray { Count: 0 })).Select(p => p.Key);
        Assert.Equal(["/console", "/docs", "/health", "/health/live", "/health/ready", "/openapi.json"], open.Order(StringComparer.Ordinal));
        Assert.NotNull(document["paths"]!["/detect"]!["post"]!["responses"]!["401"]);
    }

    [Fact]
    public void Build_NobodyIsAskedForAKey_SaysSo()
    {
        var document = Build([(Given.Deployment("faces"), Service)], asksForKeys: false);

        Assert.Empty(document["security"]!.AsArray());
        Assert.Null(document["components"]!["securitySchemes"]);
        Assert.Null(document["paths"]!["/detect"]!["post"]!["responses"]!["401"]);
    }

    // Whatever the reader lets through must be joined, or one pod's nonsense would take the document from all.
    [Theory]
    [InlineData("""{"parameters":{}}""")]
    [InlineData("""{"parameters":[1,null,{"in":1,"name":[]}]}""")]
    [InlineData("""{"parameters":[{"$ref":"#/components/schemas/A"}]}""")]
    [InlineData("""{"requestBody":[]}""")]
    [InlineData("""{"requestBody":{"content":7}}""")]
    [InlineData("""{"requestBody":{"content":{"a/b":null}}}""")]
    [InlineData("""{"requestBody":{"$ref":"#/components/schemas/A"}}""")]
    [InlineData("""{"responses":[]}""")]
    [InlineData("""{"responses":{"200":[],"201":null,"202":7}}""")]
    [InlineData("""{"responses":{"200":{"content":{"application/json":[1]}}}}""")]
    [InlineData("""{"responses":{"200":{"content":{"application/json":7}}}}""")]
    [InlineData("""{"responses":{"200":{"headers":[],"content":"x"}}}""")]
    [InlineData("""{"responses":{"200":{"description":7}},"tags":7,"summary":{}}""")]
    [InlineData("""{"responses":{"200":{"$ref":"#/components/schemas/A"}}}""")]
    [InlineData("""{"summary":"\ud800"}""")]
    public void Build_AnOddDocument_IsJoinedOrRefusedBefore(string operation)
    {
        string odd = """{"openapi":"3.1.1","paths":{"/detect":{"post":OPERATION,"parameters":7},"/verify":{"post":OPERATION}},"components":{"schemas":{"A":{"content":[]}}}}"""
            .Replace("OPERATION", operation, StringComparison.Ordinal);
        var read = DocumentReader.Read(System.Text.Encoding.UTF8.GetBytes(odd), out string? fault);

        Assert.True(read is null == fault is not null);
        string text = Build([(Given.Deployment("faces"), Service), (Given.Deployment("boxes", ModelTasks.FaceDetection, age: 5), read?.ToJsonString())]).ToJsonString();
        Assert.Contains("ns/boxes", text);
    }

    [Fact]
    public void Build_EveryOperation_HasANameOfItsOwn()
    {
        var document = Build(Given.Deployment("faces"), Service);

        var names = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (string?)o.Value!["operationId"])).ToList();
        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Distinct(), names);
    }

    private static JsonObject Build(ModelDeployment deployment, string? document) => Build([(deployment, document)]);

    private static JsonObject Build((ModelDeployment Resource, string? Document)[] services, PathFilter? filter = null, string host = "localhost", bool asksForKeys = true)
    {
        var table = RouteTable.Compute(services.Select(s => s.Resource), _ => []);
        var documents = services.Where(s => s.Document is not null).ToDictionary(
            s => ObjectKey.Of(s.Resource),
            s => new ServiceDocument(JsonNode.Parse(s.Document!)!.AsObject(), null, null, null, 0));
        return JoinedDocument.Build(table, host, filter, key => documents.GetValueOrDefault(key) ?? ServiceDocument.None, asksForKeys);
    }
}
