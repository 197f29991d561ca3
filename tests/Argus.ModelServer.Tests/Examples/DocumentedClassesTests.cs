using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Examples;

/// <summary>What the document of face classes names: its curl command of this service as it stands there, only host and port are others; its paths; and its classes.</summary>
[Collection(OnSharedServer.Name)]
public sealed partial class DocumentedClassesTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [DataFact]
    public async Task Health_AsWritten_IsHealthy()
    {
        string command = Assert.Single(Curl().Matches(Text()), m => m.Value.Contains(":8000", StringComparison.Ordinal)).Value;

        var answer = await RunAsync(command);

        Assert.Equal("healthy", (string)answer["status"]!);
        Assert.Equal(15, (int)answer["classes"]!["count"]!);
    }

    [DataFact]
    public async Task Paths_AsWritten_Answer()
    {
        string[] paths = [.. Endpoint().Matches(Text()).Select(m => m.Groups[1].Value)];
        Assert.Equal(["POST /predict", "GET /classes", "GET /health"], paths);

        foreach (string path in paths)
        {
            string[] parts = path.Split(' ');
            using var request = new HttpRequestMessage(HttpMethod.Parse(parts[0]), parts[1]);
            if (parts[0] == "POST")
                request.Content = Bodies.Json(new JsonObject { ["images"] = new JsonArray(Bodies.FaceBase64) });
            using var answer = await _http.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, path);
        }
    }

    [DataFact]
    public async Task Classes_AsListed_AreThoseOfThePackInTheirOrder()
    {
        string[] listed = [.. Listed().Matches(Text()[Text().IndexOf("## Face Classes", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value)];
        Assert.Equal(15, listed.Length);

        var answer = await (await _http.GetAsync("/classes")).JsonAsync();

        Assert.Equal(listed, answer["classes"]!.AsArray().Select(c => (string)c!));
    }

    private async Task<JsonNode> RunAsync(string command)
    {
        string here = command.Replace("http://localhost:8000", _http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        Assert.NotEqual(command, here);
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", here]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var fault = shell.StandardError.ReadToEndAsync();
        string answer = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{here}\n{await fault}");
        return JsonNode.Parse(answer)!;
    }

    private static string Text() => File.ReadAllText(Directory.GetFiles(TestData.At("seeds"), "001_*.txt").Single()).ReplaceLineEndings("\n");

    [GeneratedRegex("^curl .*$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("^- `((?:GET|POST) /[a-z]+)`", RegexOptions.Multiline)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^\d+\. ([A-Z][a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
