using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Rendering;

/// <summary>Every folder below golden/ is a scenario; ARGUS_REWRITE_GOLDEN=1 writes what is expected anew, to be read before it is committed.</summary>
public sealed class GoldenTests
{
    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_Scenario_AsExpected(string name)
    {
        var scenario = new Scenario(name);
        string path = Path.Combine(scenario.Folder, "out.yaml");

        string actual = await scenario.GoldenAsync();

        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
            await File.WriteAllTextAsync(path, actual);
        Assert.Equal(File.Exists(path) ? await File.ReadAllTextAsync(path) : "", actual);
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Lint_Scenario_FindsNothing(string name)
    {
        // lint knows no API versions of its own.
        var arguments = new Scenario(name).Arguments.ToList();
        while (arguments.IndexOf("--api-versions") is >= 0 and var at)
            arguments.RemoveRange(at, 2);

        var run = await HelmRun.RunAsync(["lint", "--strict", ChartFolder.Relative, .. arguments]);

        Assert.True(run.Exit == 0, run.Output + run.Errors);
    }

    [Fact]
    public void Scenarios_ForEveryKindOfUser_AreThere() => Assert.Equal(9, Scenario.Names.Count);
}
