using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Argus.Inference.Imaging;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.Cli.Tests.Platform;

/// <summary>A steady stream of requests through the gateway while the platform is disturbed in every way that it must bear: no request may fail.</summary>
public sealed class StormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("ARGUS_SOAK") is not null;
    private static readonly int PerSecond = IsSoak ? 100 : 15;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(IsSoak ? 120 : 25);
    private static readonly int RouteChanges = IsSoak ? 200 : 30;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(8));
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly ConcurrentDictionary<string, int> _digests = [];
    private int _answered;

    private Dictionary<string, string> Settings => new() { ["ARGUS_STATE"] = _folder.At("state"), ["ARGUS_MODEL_PATH"] = "" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CommandRunner.ArgusAsync(Settings, "down");
        _timeout.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_WhilePodsAndOperatorGoAndRoutesChange_NoneFails()
    {
        var up = await CommandRunner.ArgusAsync(Settings, "up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        using var client = Connect();
        await ApplyAsync(client, "faces", ModelTasks.FaceAnalysis, pods: 2);
        await ApplyAsync(client, "boxes", ModelTasks.FaceDetection, pods: 1);
        await ReadyAsync(client, "faces");

        var disturbing = DisturbAsync(client);
        int sent = await SendAsync(new Uri(up.Output.Split("is up at ")[1].Split(' ')[0]));
        await disturbing;

        output.WriteLine($"{sent} requests at {PerSecond}/s: {_answered} answered, {_failures.Count} failed; by digest {string.Join(", ", _digests.Select(d => $"{d.Key[..19]} {d.Value}"))}");
        Assert.True(_failures.IsEmpty, string.Join('\n', _failures));
        Assert.Equal(sent, _answered);
        // The rollout took place under the eyes of the callers.
        Assert.Equal(2, _digests.Count);
    }

    private async Task DisturbAsync(KubernetesClient client)
    {
        await Task.Delay(Length / 10, _timeout.Token);
        await KillAsync(client, "app.kubernetes.io/name=argus-operator");
        var changes = ChangeRoutesAsync(client);
        // What scores enough is part of the digest: other pods take over.
        await PatchAsync(client, "faces", """{"spec":{"detection":{"scoreThreshold":0.6}}}""");
        await RolledOutAsync(client);
        await KillAsync(client, "argus.dev/deployment=faces");
        await ReadyAsync(client, "faces");
        var pod = (await PodsAsync(client, "argus.dev/deployment=faces"))[0];
        await client.DeleteAsync<V1Pod>(pod.Metadata.Name!, pod.Metadata.Namespace, cancellationToken: _timeout.Token);
        await changes;
    }

    private async Task ChangeRoutesAsync(KubernetesClient client)
    {
        for (int i = 0; i < RouteChanges; i++)
            await PatchAsync(client, "boxes", """{"spec":{"routes":{"add":["/round/""" + $"{i}" + "\"]}}}");
    }

    private async Task<int> SendAsync(Uri gateway)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(60) };
        byte[] photo = SmallPhoto();
        List<Task> calls = [];
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        int count = (int)(PerSecond * Length.TotalSeconds);
        while (calls.Count < count && await timer.WaitForNextTickAsync(_timeout.Token))
            calls.Add(CallAsync(http, photo, calls.Count));
        await Task.WhenAll(calls);
        return count;
    }

    // Every fourth pixel of the drawn face: decoding it costs next to nothing.
    private static byte[] SmallPhoto()
    {
        byte[] encoded = File.ReadAllBytes(Path.Combine(TestData.Repository, "models", "selftest", "face.png"));
        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(encoded, int.MaxValue, out var decoded));
        using var large = decoded!;
        var (width, height) = (large.Width / 4, large.Height / 4);
        byte[] small = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
            large.Bytes.Slice((i / width * 4 * large.Stride) + (i % width * 4 * 3), 3).CopyTo(small.AsSpan(i * 3));
        return PngWriter.Encode(small, width, height);
    }

    private async Task CallAsync(HttpClient http, byte[] photo, int number)
    {
        try
        {
            using var content = new ByteArrayContent(photo);
            content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var answer = await http.PostAsync("/detect?embedding=false&attributes=false", content, _timeout.Token);
            string body = await answer.Content.ReadAsStringAsync(_timeout.Token);
            if (answer.StatusCode == HttpStatusCode.OK && body.Contains("\"det_score\"", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _answered);
                string digest = body[body.IndexOf("sha256:", StringComparison.Ordinal)..][..71];
                _digests.AddOrUpdate(digest, 1, (_, before) => before + 1);
            }
            else
            {
                _failures.Enqueue($"{number}: {(int)answer.StatusCode} {body}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            _failures.Enqueue($"{number}: {e.Message}");
        }
    }

    // As kill -9, of the process that stands in for a container.
    private async Task KillAsync(KubernetesClient client, string selector)
    {
        var pod = (await PodsAsync(client, selector))[0];
        string host = $"HOSTNAME={pod.Metadata.Name}\0";
        int[] processes = [.. Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out int pid) ? pid : 0).Where(pid => pid > 0 && IsProgram(pid, host))];
        Assert.NotEmpty(processes);
        foreach (int pid in processes)
            await CommandRunner.RunAsync("kill", ["-KILL", $"{pid}"], Settings);
    }

    private static bool IsProgram(int pid, string host)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").StartsWith("dotnet\0", StringComparison.Ordinal) && File.ReadAllText($"/proc/{pid}/environ").Contains(host, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<V1Pod>> PodsAsync(KubernetesClient client, string selector) =>
        [.. (await client.ListAsync<V1Pod>(options: new ListOptions { LabelSelector = selector }, cancellationToken: _timeout.Token)).Items.Where(p => p.Metadata.DeletionTimestamp is null)];

    private async Task RolledOutAsync(KubernetesClient client)
    {
        string before = (await client.ReadAsync<ModelDeployment>("faces", "default", _timeout.Token)).Status!.Digest!;
        await UntilAsync(client, "faces", s => s.Digest is { } digest && digest != before && IsReady(s));
    }

    private Task ReadyAsync(KubernetesClient client, string name) => UntilAsync(client, name, IsReady);

    private static bool IsReady(ModelDeploymentStatus status) =>
        status.Conditions!.Any(c => c is { Type: ConditionTypes.Ready, Status: "True" }) && status.ReadyReplicas == status.Replicas;

    private async Task UntilAsync(KubernetesClient client, string name, Func<ModelDeploymentStatus, bool> condition)
    {
        await foreach (var change in client.WatchAsync<ModelDeployment>("default", new WatchOptions { FieldSelector = $"metadata.name={name}" }, _timeout.Token))
        {
            if (change.Object is { Status: { Conditions: not null } status } && status.ObservedGeneration == change.Object.Metadata.Generation && condition(status))
                return;
        }
    }

    private Task PatchAsync(KubernetesClient client, string name, string patch) =>
        client.PatchAsync<ModelDeployment>(name, "default", PatchType.Merge, Encoding.UTF8.GetBytes(patch), null, _timeout.Token);

    // What is shown is that nothing is lost, not how much two cores can compute while pods start on them too: a small canvas, and room for those who come meanwhile.
    private Task ApplyAsync(KubernetesClient client, string name, string task, int pods) => client.ApplyAsync(
        new ModelDeployment
        {
            Metadata = new() { Name = name, Namespace = "default" },
            Spec = new()
            {
                Task = task,
                Model = new() { Pack = "selftest" },
                Scaling = new(Min: pods),
                Detection = new() { Size = 160 },
                Pod = new() { Env = [new PodEnv { Name = "ARGUS_QUEUE", Value = "500" }] },
            },
        },
        cancellationToken: _timeout.Token);

    private KubernetesClient Connect() =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.At("state", "kubeconfig")), new KubernetesClientOptions(), TimeProvider.System);
}
