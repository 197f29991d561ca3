using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Operator.Admission;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Admission;

public sealed class AdmissionReviewerTests
{
    private const string Good = """{ "task": "face-embedding", "model": { "pack": "one" } }""";

    [Fact]
    public async Task Answer_AValidSpec_IsAllowedUnderItsUid()
    {
        var response = await Answer("CREATE", Good);

        Assert.Equal("""{"uid":"u-1","allowed":true}""", response.ToJsonString());
    }

    [Theory]
    [InlineData("""{ "task": "face-embedding", "model": { "pack": "nowhere" } }""", "spec.model.pack: there is no ModelPack nowhere")]
    [InlineData("""{ "task": "image-embedding", "model": { "pack": "one" } }""", "spec.model: the task image-embedding needs image-encoder")]
    [InlineData("""{ "task": "face-embedding", "model": { "pack": "three" } }""", "spec.model.acceptLicense: the weights come under the licence own-terms")]
    [InlineData("""{ "task": "face-embedding", "model": { "pack": "one" }, "canary": { "weight": 5, "model": { "pack": "gone" } } }""", "spec.canary.model.pack: there is no ModelPack gone")]
    public async Task Answer_WhatTheSchemaCannotSee_IsDeniedWithTheFieldAndTheWayOut(string spec, string message)
    {
        var response = await Answer("CREATE", spec);

        Assert.False((bool)response["allowed"]!);
        Assert.Equal(422, (int)response["status"]!["code"]!);
        Assert.Contains(message, (string)response["status"]!["message"]!);
    }

    [Fact]
    public async Task Answer_SeveralViolations_AreAllNamed()
    {
        var response = await Answer("CREATE", """{ "task": "chat", "model": { "pack": "three" } }""");

        string message = (string)response["status"]!["message"]!;
        Assert.Contains("language-model", message);
        Assert.Contains("own-terms", message);
    }

    [Fact]
    public async Task Answer_AChangeBesideABadSpec_IsAllowed()
    {
        const string bad = """{ "task": "face-embedding", "model": { "pack": "nowhere" } }""";

        Assert.True((bool)(await Answer("UPDATE", bad, old: bad))["allowed"]!);
        Assert.True((bool)(await Answer("UPDATE", bad, old: Good, deletion: "2026-01-01T00:00:00Z"))["allowed"]!);
        Assert.False((bool)(await Answer("UPDATE", bad, old: Good))["allowed"]!);
    }

    [Fact]
    public async Task Answer_APackInUseThatGoes_IsAllowedWithAWarning()
    {
        var review = JsonElement.Parse("""{ "request": { "uid": "u-1", "kind": { "kind": "ModelPack" }, "operation": "DELETE", "name": "one" } }""");

        var response = (await Reviewer().AnswerAsync(review, default))!["response"]!;

        Assert.True((bool)response["allowed"]!);
        Assert.Contains("ns/faces", (string)response["warnings"]![0]!);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "request": {} }""")]
    public async Task Answer_NoReview_IsNothing(string body) => Assert.Null(await Reviewer().AnswerAsync(JsonElement.Parse(body), default));

    [DataFact]
    public void Configuration_FitsTheContractAndOurKindsOnly()
    {
        var manifest = TestYaml.ReadFile(Path.Combine(TestData.Repository, "operator", "Argus.Operator", "Admission", "webhook.yaml")).Single();
        var schemas = JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes", "apis__admissionregistration.k8s.io__v1_openapi.json")))!["components"]!["schemas"]!.AsObject();

        Assert.Empty(new SchemaCheck(schemas).Check(schemas["io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration"]!.AsObject(), manifest));
        var rules = manifest["webhooks"]!.AsArray().SelectMany(w => w!["rules"]!.AsArray()).ToList();
        Assert.All(rules, rule => Assert.Equal("""["argus.dev"]""", rule!["apiGroups"]!.ToJsonString()));
        Assert.All(manifest["webhooks"]!.AsArray(), w => Assert.Contains((string)w!["failurePolicy"]!, (string[])["Fail", "Ignore"]));
    }

    private static async Task<JsonObject> Answer(string operation, string spec, string? old = null, string? deletion = null)
    {
        static JsonObject Object(string spec, string? deletion)
        {
            var metadata = new JsonObject { ["name"] = "faces", ["namespace"] = "ns" };
            if (deletion is not null)
                metadata["deletionTimestamp"] = deletion;
            return new JsonObject { ["apiVersion"] = "argus.dev/v1alpha1", ["kind"] = "ModelDeployment", ["metadata"] = metadata, ["spec"] = JsonNode.Parse(spec) };
        }

        var request = new JsonObject
        {
            ["uid"] = "u-1",
            ["kind"] = new JsonObject { ["group"] = "argus.dev", ["version"] = "v1alpha1", ["kind"] = "ModelDeployment" },
            ["operation"] = operation,
            ["object"] = Object(spec, deletion),
            ["oldObject"] = old is null ? null : Object(old, null),
        };
        var answer = await Reviewer().AnswerAsync(JsonSerializer.SerializeToElement(new JsonObject { ["request"] = request }), default);
        Assert.Equal(("admission.k8s.io/v1", "AdmissionReview"), ((string)answer!["apiVersion"]!, (string)answer["kind"]!));
        return answer["response"]!.AsObject();
    }

    private static AdmissionReviewer Reviewer() => new(
        (name, _) => Task.FromResult(Generated.Packs.FirstOrDefault(p => p.Metadata.Name == name)),
        name => name == "one" ? ["ns/faces"] : []);
}
