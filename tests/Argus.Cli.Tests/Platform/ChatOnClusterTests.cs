using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Cli.Tests.Platform;

/// <summary>Chat on the local cluster: the sample as kubectl applies it, and a server in an image of its own beside it, both asked through the gateway.</summary>
public sealed class ChatOnClusterTests : IAsyncLifetime
{
    private const string Sentence = "This is the self-test of Argus \u2013 it proves that chat works, and knows nothing.";

    // Our own model server, as anybody's: nothing is known of it but image, port, path and the name of its model.
    private const string Server = """
        apiVersion: argus.dev/v1alpha1
        kind: ModelDeployment
        metadata: {name: own}
        spec:
          task: chat
          chat:
            aliases: [their-alias]
            server: {image: "argus/model-server:0.1.0-cpu", port: 8123, healthPath: /health/ready, model: selftest-chat}
          pod:
            env:
              - {name: HOST, value: $(POD_IP)}
              - {name: PORT, value: "8123"}
              - {name: ARGUS_PACK, value: selftest-chat}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(3));

    private Dictionary<string, string> Environment => new() { ["ARGUS_STATE"] = _folder.At("state"), ["ARGUS_MODEL_PATH"] = "" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CommandRunner.ArgusAsync(Environment, "down");
        _timeout.Dispose();
        _folder.Dispose();
    }

    [KubectlFact]
    public async Task Chat_AppliedByKubectl_AnswersThroughTheGateway()
    {
        var up = await CommandRunner.ArgusAsync(Environment, "up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(up.Output.Split("is up at ")[1].Split(' ')[0]) };

        await OkAsync("apply", "-f", Path.Combine(TestData.Repository, "samples", "deployments", "chat.yaml"));
        await OkAsync("wait", "--for=condition=Ready", "md/chat", "--timeout=60s");
        await AssertAnswersAsync(http, "llama-3.2-3b", "default/chat");

        await File.WriteAllTextAsync(_folder.At("own.yaml"), Server);
        await OkAsync("apply", "-f", _folder.At("own.yaml"));
        await OkAsync("wait", "--for=condition=Ready", "md/own", "--timeout=60s");
        string digest = await AssertAnswersAsync(http, "their-alias", "default/own");
        await AssertTellsWhatIsOutOfSightAsync(digest);
        await AssertRefusesTwoSourcesAsync();
        var list = JsonNode.Parse(await http.GetStringAsync("/v1/models", _timeout.Token))!;
        Assert.Equal(["chat", "llama-3.2-3b", "own", "their-alias"], list["data"]!.AsArray().Select(m => (string)m!["id"]!));
    }

    private async Task<string> AssertAnswersAsync(HttpClient http, string model, string deployment)
    {
        string body = $$"""{"model": "{{model}}", "messages": [{"role": "user", "content": "Hallo!"}], "temperature": 0}""";
        using var response = await http.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"), _timeout.Token);
        string text = await response.Content.ReadAsStringAsync(_timeout.Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal(Sentence, (string?)JsonNode.Parse(text)!["choices"]![0]!["message"]!["content"]);
        Assert.Equal(deployment, response.Headers.GetValues("X-Argus-Deployment").Single());
        return response.Headers.GetValues("X-Argus-Model-Digest").First();
    }

    private async Task AssertTellsWhatIsOutOfSightAsync(string digest)
    {
        using var client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.At("state", "kubeconfig")), new KubernetesClientOptions(), TimeProvider.System);
        var body = await client.Resource(ModelDeployment.Resource).FindAsync("own", "default", _timeout.Token);
        var status = JsonNode.Parse(body.GetRawText())!["status"]!;
        var conditions = status["conditions"]!.AsArray().ToDictionary(c => (string)c!["type"]!, c => $"{c!["status"]} {c["reason"]}");
        Assert.Equal(
            ("True Serving", "Unknown OutOfSight", "Unknown OutOfSight"),
            (conditions[ConditionTypes.Ready], conditions[ConditionTypes.WeightsVerified], conditions[ConditionTypes.AcceleratorBound]));
        Assert.StartsWith("sha256:", (string?)status["digest"], StringComparison.Ordinal);
        Assert.StartsWith("sha256:", digest, StringComparison.Ordinal);
    }

    private async Task AssertRefusesTwoSourcesAsync()
    {
        await File.WriteAllTextAsync(_folder.At("both.yaml"), Server.Replace("name: own", "name: both", StringComparison.Ordinal) + "\n  model: {pack: selftest-chat}\n");
        var refused = await KubectlAsync("apply", "-f", _folder.At("both.yaml"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("only one of them", refused.Error, StringComparison.Ordinal);
    }

    private async Task OkAsync(params string[] arguments)
    {
        var run = await KubectlAsync(arguments);
        Assert.True(run.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }

    private Task<CommandResult> KubectlAsync(params string[] arguments) => CommandRunner.RunAsync(
        KubectlProgram.Path ?? "kubectl",
        arguments,
        new Dictionary<string, string> { ["KUBECONFIG"] = _folder.At("state", "kubeconfig"), ["HOME"] = _folder.At("home") });
}
