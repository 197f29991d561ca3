using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>What a person at a terminal sees.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.dev}
        spec:
          group: example.dev
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
            additionalPrinterColumns:
            - {name: Size, type: string, jsonPath: .spec.size}
            - {name: Replicas, type: integer, jsonPath: .spec.replicas, priority: 1}
            schema:
              openAPIV3Schema:
                type: object
                description: A thing to be sold.
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: string, description: How large it is., enum: [small, large], default: small}
                      replicas: {type: integer, default: 1}
                  status:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
        """;

    private const string Widget = """
        apiVersion: example.dev/v1
        kind: Widget
        metadata: {name: one}
        spec: {size: large}
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "registry.example/web:1", ports: [{containerPort: 80}]}]}
        """;

    private readonly TemporaryFolder _home = new();
    private RunningCluster? _cluster;

    public async Task InitializeAsync()
    {
        _cluster = await RunningCluster.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _home.Dispose();
    }

    [KubectlFact]
    public async Task Apply_CustomResource_IsCreatedThenUnchangedThenConfigured()
    {
        await DefineAsync();

        Assert.Equal("widget.example.dev/one created\n", await OkAsync("apply -f -", Widget));
        Assert.Equal("widget.example.dev/one unchanged\n", await OkAsync("apply -f -", Widget));
        Assert.Equal("widget.example.dev/one configured\n", await OkAsync("apply -f -", Widget.Replace("large", "small", StringComparison.Ordinal)));
    }

    [KubectlFact]
    public async Task Apply_UnknownField_IsRefusedByName()
    {
        await DefineAsync();

        var run = await RunAsync("apply -f -", Widget.Replace("size: large", "sise: large", StringComparison.Ordinal));

        Assert.NotEqual(0, run.Exit);
        // Before 1.25 kubectl itself checks, by OpenAPI v2.
        Assert.Contains(KubectlRun.Minor < 25 ? "ValidationError(Widget.spec): unknown field \"sise\"" : "unknown field \"spec.sise\"", run.Errors);
    }

    [KubectlFact]
    public async Task ServerSideApply_OtherManager_ConflictsUntilForced()
    {
        await DefineAsync();
        Assert.Equal("widget.example.dev/one serverside-applied\n", await OkAsync("apply --server-side --field-manager=a -f -", Widget));
        string other = Widget.Replace("large", "small", StringComparison.Ordinal);

        var refused = await RunAsync("apply --server-side --field-manager=b -f -", other);

        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("conflict with \"a\": .spec.size", refused.Errors);
        Assert.Equal("widget.example.dev/one serverside-applied\n", await OkAsync("apply --server-side --field-manager=b --force-conflicts -f -", other));
    }

    [KubectlFact]
    public async Task Diff_ChangedField_ShowsItAlone()
    {
        await DefineAsync();
        await OkAsync("apply -f -", Widget);

        var run = await RunAsync("diff -f -", Widget.Replace("large", "small", StringComparison.Ordinal));

        Assert.Equal(1, run.Exit);
        Assert.Contains("-  size: large", run.Output);
        Assert.Contains("+  size: small", run.Output);
    }

    [KubectlFact]
    public async Task Get_CustomResource_PrintsItsColumns()
    {
        await DefineAsync();
        await OkAsync("apply -f -", Widget);

        string[] lines = (await OkAsync("get wd -o wide")).Split('\n');

        Assert.Equal(["NAME", "SIZE", "REPLICAS"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["one", "large", "1"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("size: large", await OkAsync("get widget one -o yaml"));
        Assert.Equal("widget.example.dev/one\n", await OkAsync("get widgets -o name"));
    }

    [KubectlFact]
    public async Task Scale_CustomResource_ChangesItsNumber()
    {
        await DefineAsync();
        await OkAsync("apply -f -", Widget);

        Assert.Equal("widget.example.dev/one scaled\n", await OkAsync("scale widget/one --replicas=3"));
        Assert.Equal("3", await OkAsync("get widget one -o jsonpath={.spec.replicas}"));
    }

    [KubectlFact]
    public async Task Wait_ConditionSetLater_ReturnsOnceItIsTrue()
    {
        await DefineAsync();
        await OkAsync("apply -f -", Widget);
        var waiting = RunAsync("wait --for=condition=Ready widget/one --timeout=30s");

        await _cluster!.SendAsync("PATCH", "/apis/example.dev/v1/namespaces/default/widgets/one/status",
            JsonNode.Parse("{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"), "application/merge-patch+json");

        Assert.Equal("widget.example.dev/one condition met\n", (await waiting).Output);
    }

    [KubectlFact]
    public async Task Deployment_AppliedPatchedDescribed_ReadsWell()
    {
        Assert.Equal("deployment.apps/web created\n", await OkAsync("apply -f -", Deployment));
        Assert.Equal("deployment.apps/web unchanged\n", await OkAsync("apply -f -", Deployment));
        Assert.Equal("deployment.apps/web patched\n", await OkAsync("patch deployment web -p {\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"registry.example/web:2\"}]}}}}"));
        Assert.Equal("deployment.apps/web scaled\n", await OkAsync("scale deployment web --replicas=2"));

        string[] row = (await OkAsync("get deployment web -o wide --no-headers")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string described = await OkAsync("describe deployment web");

        Assert.Equal(["web", "0/2", "0", "0"], row[..4]);
        Assert.Equal(["web", "registry.example/web:2", "app=web"], row[5..].Select(c => c.Trim()));
        Assert.Contains("2 desired", described);
        Assert.Contains("80/TCP", described);
        Assert.Contains("RollingUpdateStrategy:  25% max unavailable, 25% max surge", described);
    }

    [KubectlFact]
    public async Task Delete_Foreground_TakesDependentsFirst()
    {
        await DefineAsync();
        await OkAsync("apply -f -", Widget);
        string uid = await OkAsync("get widget one -o jsonpath={.metadata.uid}");
        await OkAsync("apply -f -", $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: child
              ownerReferences: [{apiVersion: example.dev/v1, kind: Widget, name: one, uid: {{uid}}, controller: true, blockOwnerDeletion: true}]
            """);

        Assert.StartsWith("widget.example.dev \"one\" deleted", await OkAsync("delete widget one --cascade=foreground"));

        Assert.Contains("not found", (await RunAsync("get configmap child")).Errors);
    }

    [KubectlFact]
    public async Task Explain_Fields_TellsTheirDescriptions()
    {
        await DefineAsync();

        Assert.Contains("How large it is.", await OkAsync("explain widget.spec.size"));
        Assert.Contains("replicas", await OkAsync("explain deployment.spec"));
    }

    [KubectlFact]
    public async Task AuthAndNamespaces_Admin_MayDoAll()
    {
        Assert.Equal("yes\n", await OkAsync("auth can-i create pods"));
        Assert.Equal("namespace/extra created\n", await OkAsync("create -f -", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"extra\"}}"));
        Assert.StartsWith("namespace \"extra\" deleted", await OkAsync("delete namespace extra"));
    }

    [KubectlFact]
    public async Task WhatIsSentAsProtobuf_IsAnsweredInWordsOrInJson()
    {
        // Events are asked for as protobuf or JSON.
        Assert.Equal("", await OkAsync("get events"));

        // Tokens came with 1.24, and are asked for in protobuf.
        var token = await RunAsync("create token default");

        Assert.NotEqual(0, token.Exit);
        if (KubectlRun.Minor >= 24)
            Assert.Equal("error: failed to create token: the server could not find the requested resource\n", token.Errors);
    }

    private async Task DefineAsync()
    {
        await OkAsync("apply -f -", Definition);
        await OkAsync("wait --for=condition=Established crd/widgets.example.dev --timeout=30s");
    }

    private Task<KubectlRun> RunAsync(string arguments, string? input = null) => KubectlRun.RunAsync(_cluster!.Kubeconfig, _home.Path, arguments.Replace("\"", "\\\"", StringComparison.Ordinal), input);

    private async Task<string> OkAsync(string arguments, string? input = null)
    {
        var run = await RunAsync(arguments, input);
        Assert.True(run.Exit == 0, $"kubectl {arguments}: {run.Errors}");
        return run.Output;
    }
}
