using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Events;
using Argus.Kube.Client;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Node.Processes;
using Argus.LocalCluster.Tests.Controllers;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Node;

/// <summary>API server, controllers, scheduler and node together.</summary>
public class RunningPodsTests
{
    private const string Serve = "echo version $VERSION; touch $HOME/ready; while :; do sleep 0.2; done";

    [Fact]
    public async Task Deployment_AppliedUpdatedAndScaledDown_RunsWhatItSays()
    {
        string? directory = null;
        await using var cluster = await StartAsync(path => directory = path);
        using var client = Connect(cluster);
        await client.CreateAsync(Service());
        await client.CreateAsync(Deployment("1"));
        var done = await UntilAsync<V1Deployment>(client, deployment => IsRolledOut(deployment, 2));
        Assert.Equal("1", done.Metadata.Annotations!["deployment.kubernetes.io/revision"]);
        var slice = await UntilAsync<V1EndpointSlice>(client, slice => slice.Endpoints?.Count(endpoint => endpoint.Conditions?.Ready == true) == 2);
        Assert.Equal(2, slice.Endpoints!.SelectMany(endpoint => endpoint.Addresses).Distinct().Count());

        var changed = Deployment("2");
        await ChangeAsync(client, present => present with { Spec = changed.Spec });
        await UntilAsync<V1Deployment>(client, deployment => deployment.Metadata.Annotations?.GetValueOrDefault("deployment.kubernetes.io/revision") == "2" && IsRolledOut(deployment, 2));
        var pods = (await client.ListAsync<V1Pod>("default")).Items.Where(pod => pod.Metadata.DeletionTimestamp is null).ToList();
        Assert.Equal(2, pods.Count);
        foreach (var pod in pods)
        {
            using var log = new StreamReader(await client.ReadPodLogAsync(pod.Metadata.Name!, "default"));
            Assert.Equal("version 2", (await log.ReadToEndAsync()).Trim());
        }

        await ChangeAsync(client, present => present with { Spec = present.Spec! with { Replicas = 0 } });
        await UntilAsync<V1Deployment>(client, deployment => deployment.Spec!.Replicas == 0 && deployment.Status is { Replicas: null, TerminatingReplicas: 0 });
        Assert.Empty((await client.ListAsync<V1Pod>("default")).Items);
        Assert.Empty(ProcFs.WithVariable(ContainerLauncher.Marker, directory + "/"));
        var reasons = (await client.ListAsync<EventsV1Event>("default")).Items.Select(told => told.Reason).ToHashSet();
        Assert.Superset(new HashSet<string?> { "ScalingReplicaSet", "SuccessfulCreate", "Scheduled", "Pulled", "Created", "Started", "Killing" }, reasons);
    }

    [Fact]
    public async Task Pod_ThatAsksForADeviceThatIsNotThere_StaysPendingInTheSchedulersWords()
    {
        await using var cluster = await StartAsync(_ => { });
        using var client = Connect(cluster);
        var pod = NodeHarness.Script("gpu", Serve, container => container with
        {
            Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["example.com/device"] = ResourceQuantity.Parse("1") } },
        });
        await client.CreateAsync(pod with { Metadata = new() { Name = "gpu", Namespace = "default" }, Spec = pod.Spec! with { NodeName = null } });
        // The words change while the node registers.
        var waiting = await UntilAsync<V1Pod>(client, found => found.Status?.Conditions is [{ Reason: "Unschedulable" } condition] && condition.Message!.Contains("Insufficient"));
        Assert.StartsWith("0/1 nodes are available: 1 Insufficient example.com/device. ", waiting.Status!.Conditions![0].Message);
        Assert.Equal("Pending", waiting.Status.Phase);
    }

    // The controllers may write in between.
    private static async Task ChangeAsync(KubernetesClient client, Func<V1Deployment, V1Deployment> change)
    {
        while (true)
        {
            try
            {
                await client.ReplaceAsync(change(await client.ReadAsync<V1Deployment>("web", "default")));
                return;
            }
            catch (KubernetesException e) when (e.IsConflict)
            {
            }
        }
    }

    private static Task<RunningCluster> StartAsync(Action<string> told) => RunningCluster.StartAsync(node: directory =>
    {
        told(directory);
        return new NodeOptions { NodeName = "laptop", DataDirectory = directory, Images = [new ImageCommand("*/script", ["/bin/sh", "-c"])], ShutdownGrace = TimeSpan.FromSeconds(1) };
    });

    private static KubernetesClient Connect(RunningCluster cluster) =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig), new KubernetesClientOptions(), TimeProvider.System);

    private static async Task<T> UntilAsync<T>(KubernetesClient client, Func<T, bool> holds)
        where T : class, IKubernetesObject<T>
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        T? last = null;
        try
        {
            await foreach (var change in client.WatchAsync<T>("default", null, limit.Token))
            {
                if (change.Object is { } value && holds(last = value))
                    return value;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new TimeoutException($"It did not come; last was {(last is null ? "nothing" : System.Text.Json.JsonSerializer.Serialize(last, T.JsonType))}");
    }

    private static bool IsRolledOut(V1Deployment deployment, int replicas) =>
        deployment.Status is { } status
        && status.ObservedGeneration == deployment.Metadata.Generation
        && (status.UpdatedReplicas, status.AvailableReplicas, status.Replicas) == (replicas, replicas, replicas)
        && status.Conditions?.Any(condition => condition is { Type: "Progressing", Reason: "NewReplicaSetAvailable" }) == true;

    private static V1Deployment Deployment(string version)
    {
        var template = TestObjects.Template("x/script:1");
        var container = template.Spec!.Containers![0] with
        {
            Args = [Serve],
            Env = [new V1EnvVar { Name = "VERSION", Value = version }],
            Ports = [new V1ContainerPort { Name = "http", ContainerPort = 8080 }],
            ReadinessProbe = new V1Probe { Exec = new V1ExecAction { Command = ["/bin/sh", "-c", "test -e $HOME/ready"] }, PeriodSeconds = 1, TimeoutSeconds = 20 },
        };
        return new V1Deployment
        {
            Metadata = new() { Name = "web", Namespace = "default" },
            Spec = new V1DeploymentSpec
            {
                Replicas = 2,
                Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
                Template = template with { Spec = new V1PodSpec { Containers = [container], TerminationGracePeriodSeconds = 5 } },
            },
        };
    }

    private static V1Service Service() => new()
    {
        Metadata = new() { Name = "web", Namespace = "default" },
        Spec = new V1ServiceSpec { Selector = new Dictionary<string, string> { ["app"] = "web" }, Ports = [new V1ServicePort { Name = "http", Port = 80, TargetPort = "http" }] },
    };
}
