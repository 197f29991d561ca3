using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.LocalCluster.Controllers.Endpoints;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class EndpointSlicePlannerTests
{
    [Fact]
    public void Compute_NewService_MakesOneSliceOfItsPods()
    {
        var slice = Assert.Single(Plan(Service(), [Pod("a"), Pod("b", ready: false)], []).Create);
        Assert.Equal("web-", slice.Metadata.GenerateName);
        Assert.Equal("web", slice.Metadata.Labels![EndpointSlicePlanner.ServiceLabel]);
        Assert.Equal("zone-n", slice.Endpoints![0].Zone);
        Assert.Equal([(true, true), (false, false)], slice.Endpoints.Select(endpoint => (endpoint.Conditions!.Ready!.Value, endpoint.Conditions.Serving!.Value)));
        Assert.Equal(8080, slice.Ports![0].Port);
    }

    [DataFact]
    public void Compute_RecordedService_ShowsReadyServingAndTerminatingAsRecorded()
    {
        var service = Service();
        var pod = Pod("a");
        var terminating = pod with { Metadata = pod.Metadata with { DeletionTimestamp = Now } };
        var notReady = Pod("a", ready: false);
        var recorded = RecordedStory.Watched<V1EndpointSlice>("service-endpointslice.json").Take(4).Select(slice => slice.Endpoints![0].Conditions);
        var states = ((V1Pod[])[pod, notReady, pod, terminating]).Select(state => Plan(service, [state], []).Create[0].Endpoints![0].Conditions);
        Assert.Equal(recorded, states);
    }

    [Fact]
    public void Compute_NothingChanged_WritesNothingInAnyOrder()
    {
        var present = Named(Plan(Service(), [Pod("a"), Pod("b"), Pod("c")], []).Create[0]);
        Assert.True(Plan(Service(), [Pod("c"), Pod("a"), Pod("b")], [present]).IsEmpty);
    }

    [Fact]
    public void Compute_PodGone_UpdatesTheSameSliceAndKeepsTheOthersInPlace()
    {
        var present = Named(Plan(Service(), [Pod("a"), Pod("b"), Pod("c")], []).Create[0]);
        var update = Assert.Single(Plan(Service(), [Pod("d"), Pod("c"), Pod("a")], [present]).Update);
        Assert.Equal(["a", "c", "d"], update.Endpoints!.Select(endpoint => endpoint.TargetRef!.Name));
        Assert.Equal(present.Metadata.Name, update.Metadata.Name);
    }

    [Fact]
    public void Compute_NamedPortWithTwoNumbers_MakesASliceForEach()
    {
        V1Pod other = Pod("b");
        other = other with { Spec = other.Spec! with { Containers = [Container(9090)] } };
        var plan = Plan(Service("http"), [Pod("a") with { Spec = other.Spec with { Containers = [Container(8080)] } }, other], []);
        Assert.Equal([8080, 9090], plan.Create.Select(slice => slice.Ports![0].Port!.Value).Order());
    }

    [Fact]
    public void Compute_HeadlessThatPublishesAll_IsReadyWhatEverThePod()
    {
        var service = Service();
        service = service with { Spec = service.Spec! with { ClusterIP = "None", PublishNotReadyAddresses = true } };
        var slice = Plan(service, [Pod("a", ready: false)], []).Create[0];
        Assert.Equal((true, false), (slice.Endpoints![0].Conditions!.Ready, slice.Endpoints[0].Conditions!.Serving));
        Assert.Equal("", slice.Metadata.Labels!["service.kubernetes.io/headless"]);
    }

    [Fact]
    public void Compute_MoreThanAHundredPods_MakesSeveralSlices()
    {
        var plan = Plan(Service(), [.. Enumerable.Range(0, 250).Select(i => Pod($"p{i:000}"))], []);
        Assert.Equal([100, 100, 50], plan.Create.Select(slice => slice.Endpoints!.Count));
    }

    [Fact]
    public void Compute_SelectorTakenAway_LeavesNoSlices()
    {
        var present = Named(Plan(Service(), [Pod("a")], []).Create[0]);
        var service = Service();
        Assert.Single(Plan(service with { Spec = service.Spec! with { Selector = null } }, [], [present]).Delete);
    }

    private static EndpointSlicePlan Plan(V1Service service, V1Pod[] pods, V1EndpointSlice[] owned) =>
        EndpointSlicePlanner.Compute(service, pods, node => $"zone-{node}", owned);

    // As the API server would give it back.
    private static V1EndpointSlice Named(V1EndpointSlice slice) =>
        JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(slice with { Metadata = slice.Metadata with { Name = "web-abcde", Uid = "s" } }, KubeJson.Default.V1EndpointSlice),
            KubeJson.Default.V1EndpointSlice)!;

    private static V1Container Container(int port) => new() { Name = "c", Ports = [new V1ContainerPort { Name = "http", ContainerPort = port }] };

    private static V1Service Service(string? target = null) => new()
    {
        Metadata = new() { Name = "web", Namespace = "ns", Uid = "svc" },
        Spec = new V1ServiceSpec
        {
            ClusterIP = "127.96.0.1",
            Selector = new Dictionary<string, string> { ["app"] = "web" },
            Ports = [new V1ServicePort { Name = "http", Port = 80, TargetPort = target is null ? 8080 : new IntOrString(target) }],
        },
    };
}
