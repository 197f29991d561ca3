using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.Cli.Tests.Platform;

/// <summary>The curl commands of the documents of face tagging, with chat, and face recognition, as they stand there, against the gateway: only host and port are changed, and where the picture lies.</summary>
public sealed partial class DocumentedCommandTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Settings => new() { ["ARGUS_STATE"] = _folder.At("state"), ["ARGUS_MODEL_PATH"] = $"{TestData.At("models")}:{TestData.At("photos")}" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CommandRunner.ArgusAsync(Settings, "down");
        _folder.Dispose();
    }

    [DataFact]
    public async Task Commands_OfTheDocuments_AnswerAsTheirCallersExpect()
    {
        int[] ports = [.. ((int[])[5001, 5002, 8000]).Where(IsFree)];
        var up = await CommandRunner.ArgusAsync(Settings, ["up", "-d", "--port", "0", "--api-port", "0", "--chat", .. ports.Length > 0 ? (string[])["--documented-ports", string.Join(',', ports)] : []]);
        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        string url = up.Output.Split("is up at ")[1].Split(' ')[0];
        await AssertPortsAsync(ports);
        Pictures();

        List<(string Script, JsonNode Answer)> answers = [];
        foreach (string document in (string[])["000_8ecfbc3d38d7e220.txt", "004_1592c7599d5d632f.txt"])
        {
            foreach (string block in Blocks(File.ReadAllText(TestData.At("seeds", document))))
                answers.AddRange(await RunAsync(block, url));
        }

        Answers(answers, "/health", 4, a => (string?)a["status"] == "healthy" && a["onnx_providers"]!.AsArray().Count > 0 && (int)a["embedding_dimension"]! == 128);
        Answers(answers, "5001/detect", 1, a => (int)a["count"]! == 1 && a["faces"]![0]!["landmarks"] is not null && a["faces"]![0]!["confidence"] is not null);
        Answers(answers, "8100/detect", 2, a => a["faces"]![0]!["embedding"]!.AsArray().Count == 128 && (double)a["faces"]![0]!["det_score"]! > 0.5 && (int)a["image_width"]! > 0);
        Answers(answers, "5002/embed", 1, a => a["embedding"]!.AsArray().Count == 128);
        Answers(answers, "8000/v1/models", 1, a => a["data"]!.AsArray().Any(m => (string?)m!["id"] == "llama-3.2-3b"));
        Answers(answers, "8000/v1/chat/completions", 1, a => ((string?)a["choices"]![0]!["message"]!["content"])!.Length > 0 && (string?)a["model"] == "llama-3.2-3b");
    }

    // Their ports as they stand there, as far as nobody else on this machine has them.
    private async Task AssertPortsAsync(IReadOnlyList<int> ports)
    {
        var status = await CommandRunner.ArgusAsync(Settings, "status");
        Assert.True(status.ExitCode == 0, status.Output + status.Error);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (int port in ports)
        {
            using var answer = await http.GetAsync($"http://localhost:{port}{(port == 8000 ? "/v1/models" : "/health")}");
            Assert.True(answer.IsSuccessStatusCode, $"{port} {answer.StatusCode}");
            Assert.Matches($"Port {port} \\(.*\\) answers", status.Output);
        }

        foreach (string name in (string[])["gateway", "faces", "chat"])
            Assert.Equal(0, (await CommandRunner.ArgusAsync(Settings, "logs", name)).ExitCode);
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Answers(List<(string Script, JsonNode Answer)> answers, string path, int atLeast, Func<JsonNode, bool> right)
    {
        var some = answers.Where(a => a.Script.Contains(path, StringComparison.Ordinal)).ToList();
        foreach (var (script, answer) in some)
        {
            output.WriteLine($"{script}\n  {answer.ToJsonString()[..Math.Min(200, answer.ToJsonString().Length)]}");
            Assert.True(right(answer), $"{script}\n{answer}");
        }

        Assert.True(some.Count >= atLeast, $"{path}: {some.Count} commands");
    }

    private void Pictures()
    {
        // Small enough for a command line, which is how the documents send it.
        string[] crops = Directory.GetFiles(TestData.At("golden", "crops"), "*.png");
        File.Copy(crops.Order(StringComparer.Ordinal).First(), _folder.At("face_crop.jpg"));
        string photo = TestData.At("photos", "dorsey_1.jpg");
        foreach (string name in (string[])["image.jpg", "test.jpg", "test_image.jpg"])
            File.Copy(photo, _folder.At(name));
    }

    // One command at a time, each with the variables that its block sets.
    private async Task<List<(string Script, JsonNode Answer)>> RunAsync(string block, string url)
    {
        string text = block.Replace("\\\n", " ", StringComparison.Ordinal);
        // macOS writes base64 in one line, and the documents rely on it.
        string setting = "base64() { command base64 -w0 \"$@\"; }\n" + string.Concat(Variables().Matches(text).Select(m => m.Value + "\n"));
        List<(string, JsonNode)> answers = [];
        foreach (string command in Commands(text))
        {
            string ours = Local().Replace(command, url).Replace("/path/to/", "", StringComparison.Ordinal);
            var run = await CommandRunner.RunAsync("bash", ["-c", $"cd {_folder.Path}\n{setting.Replace("/path/to/", "", StringComparison.Ordinal)}\n{ours}"], Settings);
            Assert.True(run.ExitCode == 0, $"{ours}\n{run.Error}");
            answers.Add((command, JsonNode.Parse(run.Output)!));
        }

        return answers;
    }

    private static IEnumerable<string> Blocks(string document) =>
        Block().Matches(document).Select(m => m.Groups[1].Value).Where(b => b.Contains("curl", StringComparison.Ordinal) && b.Contains("localhost", StringComparison.Ordinal));

    // What is piped into jq is its input here.
    private static IEnumerable<string> Commands(string text) =>
        Command().Matches(text).Select(m => m.Value.Split("| jq")[0].Trim()).Where(c => c.Contains("localhost", StringComparison.Ordinal));

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    // From curl to the end of the last quote that is open on its line.
    [GeneratedRegex("^curl (?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|[^\n])*", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^[A-Z0-9_]+=.*$", RegexOptions.Multiline)]
    private static partial Regex Variables();

    [GeneratedRegex("http://localhost:\\d+")]
    private static partial Regex Local();
}
