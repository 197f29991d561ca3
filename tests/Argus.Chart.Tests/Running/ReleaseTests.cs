using Argus.Chart.Tests.Helm;
using Argus.Chart.Tests.Rights;
using Argus.Testing;

namespace Argus.Chart.Tests.Running;

/// <summary>
/// A release on the local cluster: the operator runs with the rights of the rendered roles and nothing else, until a model server has really inferred.
/// </summary>
public sealed class ReleaseTests
{
    private const string BadModel = """
        apiVersion: argus.dev/v1alpha1
        kind: ModelDeployment
        metadata: {name: bad, namespace: argus}
        spec: {task: face-analysis, model: {pack: nope}}
        """;

    // A release that begins, serves one model and ends does not need them: it has no KEDA, no load to scale with, nothing to delete that its owner does not take along,
    // no object that is in the way, no centroids to promote, and no event that repeats. The finalizers are asked for by the API server's own check of owners, which the local cluster has not.
    private static readonly string[] NotUsedHere =
        ["scaledobjects.keda.sh", "horizontalpodautoscalers.autoscaling", "delete ", "get ", "patch events.events.k8s.io", "patch modeldeployments.argus.dev", "update modeldeployments/finalizers.argus.dev", "update datasetschedules/finalizers.argus.dev"];

    [KubectlFact]
    public async Task Install_OnACluster_ServesAModelWithTheRightsOfTheRoles()
    {
        await using var cluster = await LocalClusterRun.StartAsync(node: true);
        await using var proxy = await ProxyAsync(cluster);
        string[] values = ["--values", await ValuesAsync(cluster, proxy.Address), "--namespace", "argus"];

        await HelmRun.OutputAsync(["install", "argus", ChartFolder.Relative, "--create-namespace", "--wait", "--timeout", "3m", .. values], cluster.Kubeconfig);
        var (isReady, wait) = await cluster.KubectlAsync("-n argus wait md/faces --for=condition=Ready --timeout=180s");
        Assert.True(isReady, $"{wait}\n{(await cluster.KubectlAsync("-n argus describe md,pods")).Output}\n{string.Join('\n', proxy.Denied)}");

        // Its files have a place, its key is there, and nothing in its environment is refused.
        Assert.Equal("1", await cluster.NeedKubectlAsync("-n argus get deployment argus-jobs -o jsonpath={.status.readyReplicas}"));

        await cluster.NeedKubectlAsync("-n argus apply -f samples/datasets/schedule.yaml");
        await cluster.NeedKubectlAsync("-n argus wait datasetschedule/styles --for=condition=Ready --timeout=60s");
        Assert.Equal("argus/datasets:0.1.0", await cluster.NeedKubectlAsync("-n argus get cronjob styles-daily -o jsonpath={.spec.jobTemplate.spec.template.spec.containers[0].image}"));

        // The certificate that Helm made is the one that the operator shows and the API server trusts.
        // Old versions of kubectl keep the words of a refusal to themselves, but for their log.
        var (isLetIn, refusal) = await cluster.KubectlAsync("apply -v=8 -f -", BadModel);
        Assert.False(isLetIn);
        Assert.Contains("there is no ModelPack nope", refusal, StringComparison.Ordinal);

        string before = await MadeAsync(cluster);
        await HelmRun.OutputAsync(["upgrade", "argus", ChartFolder.Relative, "--wait", "--timeout", "3m", "--set", "operator.workers=8", .. values], cluster.Kubeconfig);
        Assert.Equal(before, await MadeAsync(cluster));

        await HelmRun.OutputAsync(["uninstall", "argus", "--namespace", "argus", "--wait", "--timeout", "3m"], cluster.Kubeconfig);
        Assert.DoesNotContain("argus", await cluster.NeedKubectlAsync("get clusterroles,clusterrolebindings,validatingwebhookconfigurations,modelpacks -o name"), StringComparison.Ordinal);

        Assert.Empty(proxy.Denied);
        var idle = (await RightsAsync()).Everywhere.Concat((await RightsAsync()).Within).Select(r => r with { Name = null }).Except(proxy.Used).Select(r => r.ToString());
        Assert.All(idle, right => Assert.Contains(NotUsedHere, n => right.Contains(n, StringComparison.Ordinal)));
    }

    private static async Task<RightsProxy> ProxyAsync(LocalClusterRun cluster)
    {
        var (everywhere, within) = await RightsAsync();
        var proxy = new RightsProxy(cluster.Server, cluster.Token, everywhere, within, "argus");
        await proxy.OpenAsync();
        return proxy;
    }

    private static async Task<(IReadOnlyList<Right> Everywhere, IReadOnlyList<Right> Within)> RightsAsync()
    {
        var objects = await new Scenario("a-release-without-any-values").ObjectsAsync();
        return ([.. Right.Of(objects.One("ClusterRole", "argus-operator"))], [.. Right.Of(objects.One("Role", "argus-operator"))]);
    }

    // What a new value of would break: those who trust the certificate, and those who have the key.
    private static async Task<string> MadeAsync(LocalClusterRun cluster) => string.Join(
        '\n',
        await cluster.NeedKubectlAsync("-n argus get secret argus-operator-webhook -o jsonpath={.data}"),
        await cluster.NeedKubectlAsync("-n argus get secret argus-gateway-first-key -o jsonpath={.data}"),
        await cluster.NeedKubectlAsync("-n argus get secret argus-gateway-keys -o jsonpath={.data}"),
        await cluster.NeedKubectlAsync("-n argus get secret argus-jobs-key -o jsonpath={.data}"),
        await cluster.NeedKubectlAsync("-n argus get secret argus-jobs-key-hash -o jsonpath={.data}"));

    // Pods of the local cluster have addresses of their own on one machine, and are given the way to the API server in a file.
    private static async Task<string> ValuesAsync(LocalClusterRun cluster, string server)
    {
        await File.WriteAllTextAsync(cluster.At("values.yaml"), $$$"""
            listenAddress: $(POD_IP)
            operator:
              env: {KUBECONFIG: /etc/argus/cluster/config}
              extraVolumes:
                - name: cluster
                  secret: {secretName: cluster}
              extraVolumeMounts: [{name: cluster, mountPath: /etc/argus/cluster}]
            modelServer:
              modelPath: {{{Path.Combine(TestData.Repository, "models")}}}
            gateway: {replicas: 0}
            # Nobody binds claims here; the node makes a folder for each that is named.
            jobs: {persistence: {existingClaim: jobs}}
            modelPacks: {names: [selftest, yunet-mobilefacenet]}
            modelDeployments:
              faces:
                spec:
                  task: face-analysis
                  model: {pack: selftest}
            extraObjects:
              - apiVersion: v1
                kind: Secret
                metadata: {name: cluster, namespace: argus}
                data:
                  config: {{{LocalClusterRun.KubeconfigTo(server)}}}
            """);
        return cluster.At("values.yaml");
    }
}
