using System.Text.Json.Nodes;
using System.Xml.Linq;
using Argus.Chart.Tests.Helm;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Values;

/// <summary>Programs read what the chart sets, and take the values that it has.</summary>
public sealed class EnvironmentTests
{
    // Set where a value leads to them.
    private static readonly string[] Sometimes = ["ARGUS_CACHE_SOURCE"];

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Operator_TakesTheEnvironmentOfTheChart(string name)
    {
        using var certificates = new MadeFolder("tls.crt");
        var environment = PodEnvironment.Values(await PodEnvironment.DeploymentAsync(name, "operator"));
        environment["ARGUS_WEBHOOK_CERTIFICATES"] = certificates.Path;
        HashSet<string> read = [];

        var errors = OperatorOptionsReader.Read(Read, out var options);

        Assert.Empty(errors);
        Assert.Empty(environment.Keys.Where(PodEnvironment.IsOfTheProgram).Except(read).Except(PodEnvironment.Added));
        Assert.Empty(read.Except(environment.Keys).Except(Sometimes));
        Assert.Equal(9443, options.WebhookPort);

        string? Read(string variable)
        {
            read.Add(variable);
            return environment.GetValueOrDefault(variable);
        }
    }

    [Fact]
    public async Task Operator_WithoutValues_MakesWhatItMakesByItself()
    {
        var environment = PodEnvironment.Values(await PodEnvironment.DeploymentAsync("a-release-without-any-values", "operator"));
        environment.Remove("ARGUS_WEBHOOK_CERTIFICATES");
        environment["ARGUS_NAMESPACE"] = "argus";
        OperatorOptionsReader.Read(environment.GetValueOrDefault, out var options);

        // A folder of the node would have to be made writable on every node first.
        var defaults = new PlanOptions { Cache = CacheKind.Empty, CacheSource = "" };

        Assert.Equal(defaults with { AmdGroups = [] }, options.Plan with { AmdGroups = [] });
        Assert.Equal(defaults.AmdGroups, options.Plan.AmdGroups.AsEnumerable());
    }

    [Fact]
    public void Chart_HasTheVersionOfThePrograms()
    {
        var chart = TestYaml.ReadFile(ChartFolder.PathOf("Chart.yaml")).Single();
        string version = XDocument.Load(Path.Combine(TestData.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Equal((version, version), ((string)chart["version"]!, (string)chart["appVersion"]!));
    }
}
