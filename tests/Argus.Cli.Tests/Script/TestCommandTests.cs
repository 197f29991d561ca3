namespace Argus.Cli.Tests.Script;

public sealed class TestCommandTests
{
    private const string Passed = """<UnitTestResult testName="A.B" outcome="Passed" />""";
    private const string Failed = """<UnitTestResult testName="A.C" outcome="Failed"><Output><ErrorInfo><Message>no</Message></ErrorInfo></Output></UnitTestResult>""";
    private const string Skipped = """<UnitTestResult testName="A.D" outcome="NotExecuted"><Output><ErrorInfo><Message>needs a GPU</Message></ErrorInfo></Output></UnitTestResult>""";

    [Fact]
    public async Task Test_WhenAllPass_EndsWithTheCountsOfAllProjects()
    {
        using var clone = Prepare(0, $"{Passed}\n{Passed}", $"{Passed}\n{Skipped}");

        var result = await clone.RunAsync("test");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("3 passed, 0 failed, 1 skipped", result.Lines[^1]);
        Assert.Equal("A.D: needs a GPU", (await File.ReadAllTextAsync(clone.At("artifacts", "test-results", "skipped.txt"))).Trim());
    }

    [Fact]
    public async Task Test_WhenOneFails_FailsAndSaysHowMany()
    {
        using var clone = Prepare(1, $"{Passed}\n{Failed}");

        var result = await clone.RunAsync("test");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("1 passed, 1 failed, 0 skipped", result.Lines[^1]);
    }

    [Fact]
    public async Task Test_WhenTheHostDies_FailsThoughNoTestDid()
    {
        using var clone = Prepare(1, Passed);

        var result = await clone.RunAsync("test");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("The test run broke off: see above.", result.Lines[^2]);
        Assert.Equal("1 passed, 0 failed, 0 skipped", result.Lines[^1]);
    }

    [Fact]
    public async Task Test_WithSoakAndFilter_PassesBothOn()
    {
        using var clone = Prepare(0, Passed);

        await clone.RunAsync("test", "--soak", "--filter", "Name=x");

        string call = clone.Calls.Single(c => c.StartsWith("test ", StringComparison.Ordinal));
        Assert.EndsWith("--filter Name=x", call);
        Assert.DoesNotContain("--soak", call);
        Assert.Contains("soak=1", clone.Calls);
    }

    private static FakeClone Prepare(int exitCode, params string[] results)
    {
        var clone = new FakeClone();
        string folder = clone.At("artifacts", "test-results");
        var writes = results.Select((xml, i) => $"cat >'{folder}/{i}.trx' <<'XML'\n<Results>\n{xml}\n</Results>\nXML");
        clone.FakeSdk($"note soak=$ARGUS_SOAK; mkdir -p '{folder}'\n{string.Join('\n', writes)}\nexit {exitCode}");
        clone.FakeNode();
        return clone;
    }
}
