using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Testing;

namespace Argus.Chart.Tests.Rendering;

/// <summary>Every object of every scenario has the fields that its kind knows, those that it must have, and values that it allows.</summary>
public sealed class RenderedObjectTests
{
    [DataTheory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_EveryObject_FitsItsContract(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();

        Assert.True(objects.Count > 15);
        Assert.Empty(objects.SelectMany(Contracts.Faults));
    }

    [DataFact]
    public async Task Template_AllScenarios_HoldEveryKindOfTheChart()
    {
        List<JsonObject> objects = [];
        foreach (string name in Scenario.Names)
            objects.AddRange(await new Scenario(name).ObjectsAsync());

        Assert.Equal(
            [
                "Certificate", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "DatasetSchedule", "Deployment", "HTTPRoute", "HorizontalPodAutoscaler", "Ingress", "Issuer",
                "ModelDeployment", "ModelPack", "NetworkPolicy", "PersistentVolumeClaim", "PodDisruptionBudget", "PrometheusRule", "Role", "RoleBinding", "ScaledObject", "Secret", "Service", "ServiceAccount",
                "ServiceMonitor", "TriggerAuthentication", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration",
            ],
            objects.Select(o => o.Kind()).Distinct().Order(StringComparer.Ordinal));
    }

    [DataTheory]
    [InlineData("ServiceMonitor", "spec.endpoints.0.intervall", "15s", "intervall")]
    [InlineData("Deployment", "spec.template.spec.containers.0.imag", "a", ".spec.template.spec.containers[0].imag: is not known")]
    [InlineData("HTTPRoute", "spec.rules.0.backendRefs.0.prot", "a", "prot")]
    [InlineData("ValidatingWebhookConfiguration", "webhooks.0.sideEffect", "None", ".webhooks[0].sideEffect: is not known")]
    [InlineData("ModelDeployment", "spec.task", "flight", "spec.task")]
    [InlineData("PrometheusRule", "spec.groups.0.rules.0.form", "5m", "form")]
    [InlineData("Certificate", "spec.dnsName", "a", "dnsName")]
    [InlineData("ScaledObject", "spec.trigger", "a", "trigger", "jobs-on-kafka-postgresql-and-qdrant")]
    [InlineData("TriggerAuthentication", "spec.secretTargetRef.0.secret", "a", "secret", "jobs-on-kafka-postgresql-and-qdrant")]
    public async Task Faults_AFieldThatIsWrong_IsFound(string kind, string path, string value, string fault, string scenario = "everything-that-can-be-switched-on")
    {
        var broken = (await new Scenario(scenario).ObjectsAsync()).Of(kind).First().DeepClone().AsObject();
        JsonNode at = broken;
        string[] steps = path.Split('.');
        foreach (string step in steps[..^1])
            at = int.TryParse(step, out int index) ? at[index]! : at[step]!;
        at[steps[^1]] = value;

        Assert.Contains(Contracts.Faults(broken), f => f.Contains(fault, StringComparison.Ordinal));
    }

    [DataFact]
    public async Task Faults_ARequiredFieldThatIsMissing_IsFound()
    {
        var broken = (await new Scenario("everything-that-can-be-switched-on").ObjectsAsync()).Of("Ingress").Single().DeepClone().AsObject();
        broken["spec"]!["rules"]![0]!["http"]!["paths"]![0]!.AsObject().Remove("pathType");

        Assert.Contains("pathType: is missing", Assert.Single(Contracts.Faults(broken)), StringComparison.Ordinal);
    }
}
