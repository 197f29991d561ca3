using System.Text.Json;
using Argus.Testing.Databases;

namespace Argus.Cli.Tests.Datasets;

/// <summary><c>argus dataset</c> as an administrator uses it, against the real service.</summary>
public sealed class DatasetCommandTests(DatasetService service) : IClassFixture<DatasetService>
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    [PostgresFact]
    public async Task Commands_FromCollectionToTheMonth_DoWhatTheySay()
    {
        var day = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
        await service.PredictAsync("ann", "Soft", day, Photo);
        await service.PredictAsync("bob", "Soft", day, [.. Photo, 4]);
        await service.PredictAsync("c\u001b[31mid", "Queen", day, [.. Photo, 5]);
        await service.PredictAsync("dan", "Queen", day, null);

        var daily = await RunAsync("daily", "--date", "2026-03-05");
        Assert.Equal((0, ""), (daily.ExitCode, daily.Error));
        Assert.Matches(@"daily\s+2026-03-05\s+completed\s+[0-9.]+ s\s+candidates 3, handled_now 4, skipped 1", Assert.Single(daily.Lines));
        Assert.True(service.Has("metadata/candidates/2026-03-05.json"));

        var open = await RunAsync("candidates", "--state", "candidate", "--day", "2026-03-05");
        Assert.Equal(3, open.Lines.Length);
        Assert.DoesNotContain('\u001b', open.Output);
        var soft = (await RunAsync("candidates", "--class", "Soft", "--json")).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["ann", "bob"], soft.Select(c => c.GetProperty("user_id").GetString()!));

        string[] ids = [.. soft.Select(c => c.GetProperty("id").GetRawText())];
        Assert.Contains("accepted", (await RunAsync("accept", ids[0], "--by", "eve")).Output);
        Assert.Contains("Fire", (await RunAsync("relabel", ids[1], "Fire")).Output);
        Assert.Contains("must be one of Aristocratic", (await RunAsync("relabel", ids[1], "Nonsense")).Error);
        Assert.Contains("rejected", (await RunAsync("reject", ids[1], "--reason", "blurred")).Output);
        Assert.Equal(2, (await RunAsync("candidates", "--day", "2026-03-05", "--state", "candidate")).Lines.Length + (await RunAsync("candidates", "--day", "2026-03-05", "--state", "rejected")).Lines.Length);

        Assert.Contains("verified 0", (await RunAsync("monthly", "--date", "2026-03")).Output);
        var runs = await RunAsync("runs", "--limit", "5");
        Assert.Equal(["monthly", "daily"], runs.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]));
        using var json = JsonDocument.Parse((await RunAsync("runs", "--flow", "daily", "--json")).Output);
        Assert.Equal(1, json.RootElement.GetProperty("runs").GetArrayLength());
    }

    [PostgresTheory]
    [InlineData(1, "is not over yet", "daily", "--date", "2999-01-01")]
    [InlineData(1, "must be YYYY-MM-DD", "daily", "--date", "yesterday")]
    [InlineData(1, "no candidate 9999", "accept", "9999")]
    [InlineData(1, "no candidate 9999", "relabel", "9999", "Nonsense")]
    [InlineData(1, "must be YYYY-MM-DD", "candidates", "--day", "x")]
    [InlineData(2, "'lost' not recognized", "candidates", "--state", "lost")]
    [InlineData(2, "", "accept", "first")]
    public async Task Command_ThatCannotBeDone_SaysWhy(int exit, string words, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(words, result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutAServer_AsksTheGatewayOfThisMachine()
    {
        var help = await CommandRunner.ArgusAsync(new Dictionary<string, string> { ["ARGUS_SERVER"] = "" }, "dataset", "runs", "--help");

        Assert.Contains("localhost:8080", help.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.ArgusAsync(new Dictionary<string, string> { ["ARGUS_SERVER"] = service.Address, ["ARGUS_KEY"] = "" }, ["dataset", .. arguments]);
}
