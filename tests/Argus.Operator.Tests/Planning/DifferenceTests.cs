using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Apps;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Planning;

public sealed class DifferenceTests
{
    private static readonly JsonObject Wanted = TestYaml.ReadAll("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: a, labels: { one: x, two: y } }
        spec:
          replicas: 2
          template: { spec: { containers: [{ name: c, image: i, env: [{ name: A, value: "1" }, { name: B, value: "2" }], resources: { limits: { cpu: 1000m } } }] } }
        """).Single();

    [DataFact]
    public void Of_RecordedAnswersToAnApply_IsEmpty()
    {
        var applies = Exchanges().Where(e => e.Manager == "argus").ToList();

        Assert.True(applies.Count >= 4);
        Assert.All(applies, e => Assert.Empty(Difference.Of(e.Request, e.Answer)));
    }

    [DataFact]
    public void Of_TheNextRecordedApplyAgainstTheAnswerBefore_NamesWhatItChanged()
    {
        var applies = Exchanges().Where(e => e.Manager == "argus" && (string)e.Request["metadata"]!["name"]! == "d2").ToList();
        var changed = applies.First(e => e.Request.ToJsonString().Contains("\"B\"", StringComparison.Ordinal));
        var before = applies[applies.IndexOf(changed) - 1];

        Assert.Equal(
            ["spec.template.spec.containers[serve].env[A] is no longer wanted", "spec.template.spec.containers[serve].env lacks 1 of 1 items"],
            Difference.Of(changed.Request, before.Answer));
    }

    [Fact]
    public void Of_WhatWasApplied_IsEmptyInAnySpelling()
    {
        var spelt = (JsonObject)Wanted.DeepClone();
        spelt["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["cpu"] = "1";

        Assert.Empty(Difference.Of(Wanted, Applied(spelt)));
    }

    [Theory]
    [InlineData("replicas", "spec.replicas: 2 → 3")]
    [InlineData("label", "metadata.labels.two: y → z")]
    [InlineData("env", "spec.template.spec.containers[c].env[B] is no longer wanted")]
    [InlineData("image", "spec.template.spec.containers[c].image: i → j")]
    [InlineData("dropLabel", "metadata.labels.two is no longer wanted")]
    public void Of_AChange_NamesIt(string change, string expected)
    {
        var there = Applied(Wanted);
        var wanted = (JsonObject)Wanted.DeepClone();
        var container = wanted["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();
        switch (change)
        {
            case "replicas":
                wanted["spec"]!["replicas"] = 3;
                break;
            case "label":
                wanted["metadata"]!["labels"]!["two"] = "z";
                break;
            case "dropLabel":
                wanted["metadata"]!["labels"]!.AsObject().Remove("two");
                break;
            case "env":
                container["env"]!.AsArray().RemoveAt(1);
                break;
            default:
                container["image"] = "j";
                break;
        }

        Assert.Equal([expected], Difference.Of(wanted, there));
    }

    [Fact]
    public void Of_AnObjectThatWeNeverApplied_SaysSo()
    {
        var cluster = new FakeCluster();
        cluster.Add((JsonObject)Wanted.DeepClone());

        Assert.Equal(["nothing of it was applied by us"], Difference.Of(Wanted, cluster.Children.Single()));
    }

    [Fact]
    public void Of_EmptyListsAndMapsThatTheServerLeavesOut_IsEmpty()
    {
        var there = Applied(Wanted);
        var wanted = (JsonObject)Wanted.DeepClone();
        var pod = wanted["spec"]!["template"]!["spec"]!;
        pod["tolerations"] = new JsonArray();
        pod["nodeSelector"] = new JsonObject();
        pod["containers"]![0]!["args"] = new JsonArray();

        Assert.Empty(Difference.Of(wanted, there));
    }

    private static Child Applied(JsonObject body)
    {
        var cluster = new FakeCluster();
        cluster.Apply((JsonObject)body.DeepClone());
        return cluster.Children.Single();
    }

    private static IEnumerable<(JsonObject Request, Child Answer, string Manager)> Exchanges()
    {
        var story = JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes-recordings", "patch-types", "apply-deployment.json")))!;
        foreach (var step in story["steps"]!.AsArray())
        {
            string path = (string?)step!["request"]?["path"] ?? "";
            if ((string?)step["request"]?["method"] != "PATCH" || !path.Contains("fieldManager=", StringComparison.Ordinal) || (int?)step["response"]?["status"] is not (200 or 201))
                continue;
            if (step["request"]!["body"] is not JsonObject request || (string?)request["kind"] != "Deployment")
                continue;
            string manager = path.Split("fieldManager=")[1].Split('&')[0];
            string answer = step["response"]!["body"]!.ToJsonString().Replace($"\"manager\":\"{manager}\"", $"\"manager\":\"{Names.Manager}\"", StringComparison.Ordinal);
            yield return (request, Child.Of(V1Deployment.Resource, JsonElement.Parse(answer)), manager);
        }
    }
}
