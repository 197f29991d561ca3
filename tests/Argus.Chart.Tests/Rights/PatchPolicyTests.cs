using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.LocalCluster.Schema;

namespace Argus.Chart.Tests.Rights;

/// <summary>
/// The policy that leaves the gateway one annotation of a ModelDeployment. Its expressions are run by the interpreter of the local cluster, as rules about the change of
/// an object.
/// </summary>
public sealed class PatchPolicyTests
{
    private const string Before = """{"metadata":{"annotations":{"owner":"a"},"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"chat"}}""";

    [Theory]
    [InlineData("""{"metadata":{"annotations":{"owner":"a","argus.dev/last-request":"now"},"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "")]
    [InlineData("""{"metadata":{"annotations":{"owner":"b"},"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "may write no annotation but")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a","more":"b"},"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "may write no annotation but")]
    [InlineData("""{"metadata":{"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "may remove no annotation but")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a"},"labels":{"l":"2"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "may not change labels")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a"},"finalizers":["f"]},"spec":{"task":"chat"}}""", "may not change labels")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a"},"labels":{"l":"1"}},"spec":{"task":"chat"}}""", "may not change finalizers")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a"},"labels":{"l":"1"},"finalizers":["f"],"ownerReferences":["o"]},"spec":{"task":"chat"}}""", "may not change owners")]
    [InlineData("""{"metadata":{"annotations":{"owner":"a"},"labels":{"l":"1"},"finalizers":["f"]},"spec":{"task":"face-score"}}""", "may not change the spec")]
    public async Task Policy_AChangeOfTheGateway_IsAllowedOrRefused(string after, string refusal)
    {
        var schema = StructuralSchema.Compile(Schema(await PolicyAsync()));

        var causes = schema.Validate(Wrap(after), Wrap(Before));

        Assert.Equal(refusal.Length == 0 ? 0 : 1, causes.Count);
        Assert.All(causes, cause => Assert.Contains(refusal, cause.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Policy_OnlyTheGatewaysAccount_IsMeant()
    {
        var condition = Assert.Single((await PolicyAsync())["matchConditions"].List());

        Assert.Equal("request.userInfo.username == 'system:serviceaccount:argus:argus-gateway'", (string?)condition["expression"]);
    }

    [Theory]
    [InlineData(false, "--set", "gateway.patchPolicy=auto")]
    [InlineData(true, "--set", "gateway.patchPolicy=auto", "--api-versions", "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy")]
    [InlineData(true, "--set", "gateway.patchPolicy=enabled")]
    [InlineData(false, "--set", "gateway.patchPolicy=disabled", "--api-versions", "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy")]
    public async Task Template_Policy_IsThereWhereTheClusterKnowsIt(bool isThere, params string[] arguments) =>
        Assert.Equal(isThere, (await HelmRun.TemplateAsync(arguments)).Contains("kind: ValidatingAdmissionPolicyBinding", StringComparison.Ordinal));

    private static async Task<JsonObject> PolicyAsync() =>
        (await new Scenario("as-locked-down-as-it-can-be").ObjectsAsync()).Of("ValidatingAdmissionPolicy").Single().Spec();

    private static JsonObject Wrap(string text) => new() { ["change"] = JsonNode.Parse(text) };

    // In a rule the object is called self, and there are no variables.
    private static JsonObject Schema(JsonObject policy)
    {
        var variables = policy["variables"].List().ToDictionary(v => (string)v["name"]!, v => $"({v["expression"]})");
        var rules = policy["validations"].List().Select(v => new JsonObject
        {
            ["rule"] = variables.Aggregate((string)v["expression"]!, (text, variable) => text.Replace($"variables.{variable.Key}", variable.Value, StringComparison.Ordinal))
                .Replace("oldObject.", "oldSelf.", StringComparison.Ordinal).Replace("object.", "self.", StringComparison.Ordinal),
            ["message"] = (string)v["message"]!,
        });
        var texts = () => new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string", ["maxLength"] = 64 }, ["maxProperties"] = 16 };
        var list = () => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["maxLength"] = 64 }, ["maxItems"] = 16 };
        var metadata = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["annotations"] = texts(), ["labels"] = texts(), ["finalizers"] = list(), ["ownerReferences"] = list() } };
        var change = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["metadata"] = metadata, ["spec"] = texts() }, ["x-kubernetes-validations"] = new JsonArray([.. rules]) };
        return new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["change"] = change } };
    }
}
