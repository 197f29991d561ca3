using System.Net.Http.Headers;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Cli.Tests.Platform;

/// <summary>The cluster of <c>up --no-sample</c>, with operator and gateway, and ModelDeployments applied to it.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(3));

    private Dictionary<string, string> Environment => new() { ["ARGUS_STATE"] = _folder.At("state"), ["ARGUS_MODEL_PATH"] = "" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await ArgusAsync("down");
        _timeout.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Up_NoSample_ServesWhatIsAppliedUntilDown()
    {
        var start = await ArgusAsync("up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        Assert.True(start.ExitCode == 0, start.Output + start.Error);
        Assert.Equal(0, (await ArgusAsync("status")).ExitCode);
        string address = await ServeAsync();
        await ReadyAsync();
        await AssertRefusesAnUnknownPackAsync();
        var status = await ArgusAsync("status");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("Serving", status.Output);
        var again = await ArgusAsync("up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("already runs", again.Error);

        Assert.Equal(0, (await ArgusAsync("down")).ExitCode);

        await Assert.ThrowsAsync<HttpRequestException>(() => AssertFindsTheDrawnFaceAsync(address));
        Assert.Equal(1, (await ArgusAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Up_AfterADown_ServesWhatWasApplied()
    {
        await ArgusAsync("up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        await ServeAsync();
        await ArgusAsync("down");

        var start = await ArgusAsync("up", "-d", "--no-sample", "--port", "0", "--api-port", "0");

        Assert.True(start.ExitCode == 0, start.Output + start.Error);
        await AnsweringAddressAsync();
        await ReadyAsync();
    }

    private async Task<string> ServeAsync()
    {
        using var client = Connect();
        await client.ApplyAsync(new ModelDeployment
        {
            Metadata = new() { Name = "faces", Namespace = "default" },
            Spec = new() { Task = ModelTasks.FaceAnalysis, Model = new() { Pack = "selftest" } },
        }, cancellationToken: _timeout.Token);
        return await AnsweringAddressAsync();
    }

    private async Task AssertRefusesAnUnknownPackAsync()
    {
        using var client = Connect();
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(new ModelDeployment
        {
            Metadata = new() { Name = "typo", Namespace = "default" },
            Spec = new() { Task = ModelTasks.FaceAnalysis, Model = new() { Pack = "selftset" } },
        }, cancellationToken: _timeout.Token));
        Assert.Contains("there is no ModelPack selftset", refused.Message);
    }

    // A pod that is ready and answers: after a start, the status of before stands until the node has looked.
    private async Task<string> AnsweringAddressAsync()
    {
        using var client = Connect();
        await foreach (var change in client.WatchAsync<V1Pod>("default", cancellationToken: _timeout.Token))
        {
            if (change.Object is not { Metadata.DeletionTimestamp: null, Status: { PodIP: { } address } pod } || pod.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) != true)
                continue;
            try
            {
                await AssertFindsTheDrawnFaceAsync(address);
                return address;
            }
            catch (HttpRequestException)
            {
            }
        }

        throw new InvalidOperationException("The watch ended.");
    }

    private async Task ReadyAsync()
    {
        using var client = Connect();
        await foreach (var model in client.WatchAsync<ModelDeployment>("default", cancellationToken: _timeout.Token))
        {
            if (model.Object?.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.Ready, Status: "True" }) == true)
                return;
        }
    }

    private async Task AssertFindsTheDrawnFaceAsync(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var photo = new ByteArrayContent(File.ReadAllBytes(Path.Combine(TestData.Repository, "models", "selftest", "face.png")));
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var answer = await http.PostAsync($"http://{address}:8100/detect", photo, _timeout.Token);
        Assert.Contains("\"det_score\"", await answer.Content.ReadAsStringAsync(_timeout.Token));
    }

    private KubernetesClient Connect() =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.At("state", "kubeconfig")), new KubernetesClientOptions(), TimeProvider.System);

    private Task<CommandResult> ArgusAsync(params string[] arguments) => CommandRunner.ArgusAsync(Environment, arguments);
}
