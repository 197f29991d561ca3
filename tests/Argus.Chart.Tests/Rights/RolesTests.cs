using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Operator.Rendering;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Rights;

/// <summary>Operator and gateway may do what they do, and nothing else. That the operator needs no more is shown with a cluster in Running/.</summary>
public sealed class RolesTests
{
    private static readonly string[] ChildVerbs = ["get", "list", "watch", "create", "patch", "delete"];

    [Fact]
    public async Task Template_RightsOfTheOperator_AreWhatItUses()
    {
        var objects = await new Scenario("a-release-without-any-values").ObjectsAsync();

        Right[] wanted =
        [
            .. from kind in Kinds.All.Append(Kinds.CronJob) from verb in ChildVerbs select new Right(kind.Group, kind.Plural, verb),
            new("argus.dev", "modeldeployments", "list"), new("argus.dev", "modeldeployments", "watch"), new("argus.dev", "modeldeployments", "patch"),
            new("argus.dev", "modeldeployments/status", "patch"), new("argus.dev", "modeldeployments/finalizers", "update"),
            new("argus.dev", "datasetschedules", "list"), new("argus.dev", "datasetschedules", "watch"),
            new("argus.dev", "datasetschedules/status", "patch"), new("argus.dev", "datasetschedules/finalizers", "update"),
            new("argus.dev", "modelpacks", "get"), new("argus.dev", "modelpacks", "list"), new("argus.dev", "modelpacks", "watch"),
            new("", "pods", "list"), new("", "pods", "watch"),
            new("events.k8s.io", "events", "create"), new("events.k8s.io", "events", "patch"),
        ];
        Same(wanted, Right.Of(objects.One("ClusterRole", "argus-operator")));
        Same(
            [
                new("coordination.k8s.io", "leases", "create"),
                .. ((string[])["get", "update", "watch"]).Select(verb => new Right("coordination.k8s.io", "leases", verb, "argus-operator")),
            ],
            Right.Of(objects.One("Role", "argus-operator")));
    }

    [Fact]
    public async Task Template_RightsOfTheGateway_AreToReadAndToNoteARequest()
    {
        var objects = await new Scenario("a-release-without-any-values").ObjectsAsync();

        Same(
            [
                .. ((string[])["list", "watch", "patch"]).Select(verb => new Right("argus.dev", "modeldeployments", verb)),
                .. ((string[])["list", "watch"]).Select(verb => new Right("discovery.k8s.io", "endpointslices", verb)),
            ],
            Right.Of(objects.One("ClusterRole", "argus-gateway")));
    }

    [Fact]
    public async Task Template_AGatewayOfOneNamespace_HasNoRightsElsewhere()
    {
        var objects = await new Scenario("as-locked-down-as-it-can-be").ObjectsAsync();

        Assert.DoesNotContain(objects.Of("ClusterRoleBinding"), b => b.Name() == "argus-gateway");
        Assert.Equal("vision", objects.One("RoleBinding", "argus-gateway").Namespace());
        // Beside it are jobs and media: it looks where they are, and at no ModelDeployment there.
        Assert.Equal("argus", objects.One("RoleBinding", "argus-gateway-services").Namespace());
        Same(
            [.. ((string[])["list", "watch"]).Select(verb => new Right("discovery.k8s.io", "endpointslices", verb))],
            Right.Of(objects.One("Role", "argus-gateway-services")));
    }

    [Fact]
    public async Task Template_AGatewayOfItsOwnNamespace_NeedsNoSecondRole()
    {
        var objects = TestYaml.ReadAll(await HelmRun.TemplateAsync("--set", "gateway.namespaces={argus,vision}"));

        Assert.DoesNotContain(objects, o => o.Name() == "argus-gateway-services");
        Assert.Equal(["argus", "vision"], objects.Of("RoleBinding").Where(b => b.Name() == "argus-gateway").Select(b => b.Namespace()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_NoRole_ReadsSecretsOrAllowsEverything(string name)
    {
        var rights = (await new Scenario(name).ObjectsAsync()).Where(o => o.Kind() is "ClusterRole" or "Role").SelectMany(Right.Of).ToList();

        Assert.NotEmpty(rights);
        Assert.DoesNotContain(rights, r => r.Resource == "secrets" || r.Group == "*" || r.Resource == "*" || r.Verb is "*" or "escalate" or "bind" or "impersonate");
    }

    private static void Same(IEnumerable<Right> wanted, IEnumerable<Right> granted) =>
        Assert.Equal(wanted.Select(r => r.ToString()).Order(StringComparer.Ordinal), granted.Select(r => r.ToString()).Order(StringComparer.Ordinal));
}
