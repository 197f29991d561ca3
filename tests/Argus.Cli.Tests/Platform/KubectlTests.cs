using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Cli.Tests.Platform;

/// <summary>Real kubectl on a real ModelDeployment: what a person sees from the first apply to the delete.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Model = """
        apiVersion: argus.dev/v1alpha1
        kind: ModelDeployment
        metadata: {name: faces}
        spec:
          task: face-embedding
          model: {pack: selftest}
          scaling: {min: 1, max: 3}
        """;

    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder.At("md.yaml"), Model);
        string pack = await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "models", "selftest", "pack.yaml"));
        await File.WriteAllTextAsync(_folder.At("second.yaml"), pack.Replace("name: selftest\n", "name: second\n", StringComparison.Ordinal).Replace("scoreThreshold: 0.5", "scoreThreshold: 0.6", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        await CommandRunner.ArgusAsync(Environment, ["down"]);
        _folder.Dispose();
    }

    private Dictionary<string, string> Environment => new() { ["ARGUS_STATE"] = _folder.At("state"), ["ARGUS_MODEL_PATH"] = "" };

    [KubectlFact]
    public async Task ModelDeployment_FromApplyToDelete_ReadsWell()
    {
        var start = await CommandRunner.ArgusAsync(Environment, ["up", "-d", "--no-sample", "--port", "0", "--api-port", "0"]);
        Assert.True(start.ExitCode == 0, start.Output + start.Error);

        await AppliedAndReadyAsync();
        await OwnedFieldsAsync();
        await ScaledAndPatchedAsync();
        await RolledOutAsync();
        await ToldOfAsync();
        await DeletedAsync();
    }

    private async Task AppliedAndReadyAsync()
    {
        Assert.Equal("modeldeployment.argus.dev/faces created\n", await OkAsync("apply -f md.yaml"));
        Assert.Equal("modeldeployment.argus.dev/faces condition met\n", await OkAsync("wait --for=condition=Ready md/faces --timeout=60s"));
        Assert.Equal("modeldeployment.argus.dev/faces unchanged\n", await OkAsync("apply -f md.yaml"));
        Assert.Equal("", await OkAsync("diff -f md.yaml"));
        string[] rows = (await OkAsync("get md -o wide")).Split('\n');
        Assert.Equal(["NAME", "READY", "REASON", "TASK", "ACCELERATOR", "REPLICAS"], rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..6]);
        Assert.Equal(["faces", "True", "Serving", "face-embedding", "cpu", "1"], rows[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..6]);
    }

    private async Task OwnedFieldsAsync()
    {
        await File.WriteAllTextAsync(_folder.At("other.yaml"), Model.Replace("max: 3", "max: 4", StringComparison.Ordinal));
        var diff = await KubectlAsync("diff -f other.yaml");
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("-    max: 3\n+    max: 4\n", diff.Output);

        var refused = await KubectlAsync("apply --server-side --field-manager=other -f other.yaml");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using argus.dev/v1alpha1: .spec.scaling.max", refused.Error);
        Assert.Equal("modeldeployment.argus.dev/faces serverside-applied\n", await OkAsync("apply --server-side --force-conflicts --field-manager=other -f other.yaml"));
        var nonsense = await KubectlAsync("patch md faces --type=merge -p {\"spec\":{\"scaling\":{\"min\":9}}}");
        Assert.Equal(1, nonsense.ExitCode);
        Assert.StartsWith("The ModelDeployment \"faces\" is invalid: spec.scaling: Invalid value", nonsense.Error);
    }

    private async Task ScaledAndPatchedAsync()
    {
        Assert.Equal("modeldeployment.argus.dev/faces scaled\n", await OkAsync("scale md/faces --replicas=2"));
        await ShownAsync(model => model.Status is { ReadyReplicas: 2 });
        Assert.Equal("modeldeployment.argus.dev/faces patched\n", await OkAsync("patch md faces --type=merge -p {\"spec\":{\"scaling\":{\"min\":1,\"max\":1}}}"));
        await ShownAsync(model => model.Status is { ReadyReplicas: 1 });
    }

    private async Task RolledOutAsync()
    {
        string before = await OkAsync("get md faces -o jsonpath={.status.digest}");
        Assert.Equal("modelpack.argus.dev/second created\n", await OkAsync("apply -f second.yaml"));
        // Of a thing whose status nobody writes meanwhile, which kubectl would take for a change.
        Assert.Equal("modelpack.argus.dev/second patched\n", await OkAsync("patch modelpack second --type=merge -p {\"spec\":{\"description\":\"x\"}}"));
        Assert.Equal("modelpack.argus.dev/second patched (no change)\n", await OkAsync("patch modelpack second --type=merge -p {\"spec\":{\"description\":\"x\"}}"));
        await OkAsync("patch md faces --type=merge -p {\"spec\":{\"model\":{\"pack\":\"second\"}}}");

        await ShownAsync(model => model.Status?.ObservedGeneration == model.Metadata.Generation && model.Status?.Digest != before
            && model.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.Ready, Status: "True" }) == true);

        Assert.EndsWith("deployment \"faces\" successfully rolled out\n", await OkAsync("rollout status deployment/faces --timeout=60s"));
        string after = await OkAsync("get md faces -o jsonpath={.status.digest}");
        Assert.NotEqual(before, after);
        Assert.Contains("2", await OkAsync("rollout history deployment/faces"));
    }

    private async Task ToldOfAsync()
    {
        Assert.Contains("pack: second\n", await OkAsync("get md faces -o yaml"));
        string described = await OkAsync("describe md faces");
        Assert.Contains("Reason:                Serving", described);
        Assert.Contains("Events:", described);
        Assert.Contains("argus.dev/operator", described[described.IndexOf("Events:", StringComparison.Ordinal)..]);
        Assert.NotEqual("", await OkAsync("logs deployment/faces --tail=5"));
        Assert.Contains("FIELDS:", await OkAsync("explain md.spec.scaling"));
        Assert.Contains("faces-", await OkAsync("get events"));
    }

    private async Task DeletedAsync()
    {
        Assert.StartsWith("modeldeployment.argus.dev \"faces\" deleted", await OkAsync("delete md faces --cascade=foreground --timeout=60s"));
        // Foreground: the children went before.
        Assert.Equal("", await OkAsync("get deployments,services,configmaps -l app.kubernetes.io/instance=faces -o name"));
    }

    // Old kubectls cannot wait for what is no condition.
    private async Task ShownAsync(Func<ModelDeployment, bool> wanted)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.At("state", "kubeconfig")), new KubernetesClientOptions(), TimeProvider.System);
        await foreach (var change in client.WatchAsync<ModelDeployment>("default", cancellationToken: timeout.Token))
        {
            if (change.Object is { } model && wanted(model))
                return;
        }
    }

    private async Task<string> OkAsync(string arguments)
    {
        var run = await KubectlAsync(arguments);
        Assert.True(run.ExitCode == 0, $"kubectl {arguments}: {run.Output}{run.Error}");
        return run.Output;
    }

    private Task<CommandResult> KubectlAsync(string arguments) => CommandRunner.RunAsync(
        KubectlProgram.Path ?? "kubectl",
        arguments.Split(' ').Select(argument => argument.EndsWith(".yaml", StringComparison.Ordinal) ? _folder.At(argument) : argument),
        new Dictionary<string, string> { ["KUBECONFIG"] = _folder.At("state", "kubeconfig"), ["HOME"] = _folder.At("home"), ["KUBECTL_EXTERNAL_DIFF"] = "diff -u -N" });
}
