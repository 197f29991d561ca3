namespace Argus.Cli.Tests.Script;

public sealed class SetUpTests
{
    [Theory]
    [InlineData()]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Argus_AskedForHelp_NeedsNothingInstalled(params string[] arguments)
    {
        using var clone = new FakeClone();

        var result = await clone.RunAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        foreach (string command in new[] { "up", "down", "status", "logs", "detect", "model", "test", "bench" })
            Assert.Contains($"./argus {command}", result.Output);
    }

    [Fact]
    public async Task Argus_WithoutSdk_NamesTheCommandThatInstallsIt()
    {
        using var clone = new FakeClone();

        var result = await clone.RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(".NET SDK 10 is missing", result.Error);
        Assert.Contains("dotnet-install.sh", result.Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("v16.20.0")]
    public async Task Argus_WithoutNode18_NamesTheCommandThatInstallsIt(string? version)
    {
        using var clone = new FakeClone();
        clone.FakeSdk();
        if (version is not null)
            clone.FakeNode(version);

        var result = await clone.RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Node 18 or newer", result.Error);
        Assert.Contains("apt-get install -y nodejs npm", result.Error);
    }

    [Fact]
    public async Task Argus_RunTwice_FetchesAndBuildsOnce()
    {
        using var clone = new FakeClone();
        clone.FakeSdk();
        clone.FakeNode();

        var first = await clone.RunAsync("status", "--x", "a b");
        var second = await clone.RunAsync("status");

        Assert.Equal("program got: status --x a b", first.Output.Trim());
        Assert.Equal("program got: status", second.Output.Trim());
        Assert.Single(clone.Calls, call => call == "npm ci --ignore-scripts --no-progress --loglevel=error");
        Assert.Single(clone.Calls, call => call.StartsWith("build ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Argus_AfterASourceChanged_BuildsAgain()
    {
        using var clone = new FakeClone();
        clone.FakeSdk();
        clone.FakeNode();
        await clone.RunAsync("status");

        string source = clone.At("cli", "New.cs");
        await File.WriteAllTextAsync(source, "");
        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(clone.At("artifacts", ".built-cli")).AddSeconds(2));
        await clone.RunAsync("status");

        Assert.Equal(2, clone.Calls.Count(call => call.StartsWith("build ", StringComparison.Ordinal)));
        Assert.Single(clone.Calls, call => call.StartsWith("npm ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Argus_WhenTheBuildFails_ShowsTheErrorsAndBuildsAgainNextTime()
    {
        using var clone = new FakeClone();
        clone.FakeNode();
        clone.Fake("dotnet", "case \"$1\" in --list-sdks) echo '10.0.100 [x]' ;; build) note build; echo 'A.cs(1,1): error CS1002: ; expected'; exit 1 ;; *) echo ran ;; esac");

        var first = await clone.RunAsync("status");
        await clone.RunAsync("status");

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("error CS1002", first.Error);
        Assert.Empty(first.Output);
        Assert.Equal(2, clone.Calls.Count(call => call == "build"));
    }

    [Fact]
    public async Task Argus_WithoutTurboJpeg_InstallsItAsRootElseNamesTheCommand()
    {
        using var clone = new FakeClone();
        clone.FakeSdk();
        clone.FakeNode();
        clone.Fake("ldconfig", "echo nothing");
        clone.Fake("apt-get", "note apt-get \"$@\"");

        var result = await clone.RunAsync("status");

        if (Environment.IsPrivilegedProcess)
            Assert.Equal(["apt-get update -qq", "apt-get install -y -qq --no-install-recommends libturbojpeg0"], clone.Calls.Take(2));
        else
            Assert.Contains("sudo apt-get update && sudo apt-get install -y libturbojpeg0", result.Error);
    }

    [Fact]
    public async Task Argus_CalledThroughALinkFromElsewhere_FindsItsClone()
    {
        using var clone = new FakeClone();
        clone.FakeSdk();
        clone.FakeNode();
        File.CreateSymbolicLink(clone.At("bin", "argus"), clone.At("argus"));

        var result = await CommandRunner.RunAsync(clone.At("bin", "argus"), ["status"], new Dictionary<string, string> { ["PATH"] = clone.At("bin") });

        Assert.Equal("program got: status", result.Output.Trim());
    }
}
