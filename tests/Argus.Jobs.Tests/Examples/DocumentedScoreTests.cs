using System.Text.Json.Nodes;
using Argus.Jobs.Configuration;
using Argus.Jobs.Score;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Examples;

/// <summary>The request, the answer and the settings that the document of POST /api/score shows, as they stand there.</summary>
public sealed class DocumentedScoreTests
{
    private const string Photo = "/9j/AQID";

    [DataFact]
    public async Task Score_AsWritten_AnswersAsWritten()
    {
        await using var model = await FakeModel.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with { Score = new ScoreOptions { Embedding = model.Address } });
        string request = Block("**Request:**", "json").Replace("base64_encoded_image_data", Photo, StringComparison.Ordinal);
        var expected = JsonNode.Parse(Block("**Response:**", "json"))!.AsObject();

        var answer = await (await host.Http.PostJsonAsync(Path(), request)).JsonAsync(200);

        Assert.Equal([.. expected.Select(f => f.Key)], answer.Select(f => f.Key).Take(expected.Count));
        Assert.Equal(expected["data"]!.AsObject().Select(f => f.Key), answer["data"]!.AsObject().Select(f => f.Key));
        Assert.Equal((true, 87.5, "charming"), ((bool)answer["success"]!, (double)answer["data"]!["score"]!, (string)answer["data"]!["vibe"]!));
        // The document's rank repeats its score; here it is the percentile, and the first of all stands in the middle.
        Assert.Equal(50, (double)answer["data"]!["rank"]!);
    }

    [DataFact]
    public void Settings_AsWritten_AreTaken()
    {
        var lines = Block("Create a `.env` file", "bash").Split('\n').Where(l => l.Contains('=', StringComparison.Ordinal)).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]);
        // Without who may call it does not start.
        lines["AUTH_DISABLED"] = "true";

        Assert.Empty(JobsOptionsReader.Read(lines.GetValueOrDefault, out var options));

        Assert.Equal(3000, options.Port);
        Assert.Equal((new Uri("http://localhost:8001"), new Uri("http://localhost:8002")), (options.Score.Detection, options.Score.Embedding));
        Assert.Equal((TimeSpan.FromSeconds(5), true), (options.Score.Timeout, options.Score.Simulate));
    }

    private static string Path()
    {
        string text = Text();
        int start = text.IndexOf("### POST ", StringComparison.Ordinal) + "### POST ".Length;
        return text[start..text.IndexOf('\n', start)].Trim();
    }

    private static string Block(string after, string language)
    {
        string part = Text();
        part = part[part.IndexOf(after, StringComparison.Ordinal)..];
        part = part[(part.IndexOf($"```{language}", StringComparison.Ordinal) + language.Length + 3)..];
        return part[..part.IndexOf("```", StringComparison.Ordinal)].Trim();
    }

    private static string Text() => File.ReadAllText(Directory.GetFiles(TestData.At("seeds"), "003_*.txt").Single()).ReplaceLineEndings("\n");
}
