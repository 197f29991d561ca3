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
    // Of the runtime, not of a program.
    private const string Runtime = "DOTNET_";

    // Set where a value leads to them.
    private static readonly string[] Sometimes = ["ARGUS_CACHE_SOURCE"];

    // What users of the scenarios add, and what another variable is made from.
    private static readonly string[] Added = ["TZ", "POD_IP"];

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Operator_TakesTheEnvironmentOfTheChart(string name)
    {
        using var certificates = new MadeFolder("tls.crt");
        var environment = Values(await DeploymentAsync(name, "operator"));
        environment["ARGUS_WEBHOOK_CERTIFICATES"] = certificates.Path;
        HashSet<string> read = [];

        var errors = OperatorOptionsReader.Read(Read, out var options);

        Assert.Empty(errors);
        Assert.Empty(environment.Keys.Where(k => !k.StartsWith(Runtime, StringComparison.Ordinal)).Except(read).Except(Added));
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
        var environment = Values(await DeploymentAsync("a-release-without-any-values", "operator"));
        environment.Remove("ARGUS_WEBHOOK_CERTIFICATES");
        environment["ARGUS_NAMESPACE"] = "argus";
        OperatorOptionsReader.Read(environment.GetValueOrDefault, out var options);

        // A folder of the node would have to be made writable on every node first.
        var defaults = new PlanOptions { Cache = CacheKind.Empty, CacheSource = "" };

        Assert.Equal(defaults with { AmdGroups = [] }, options.Plan with { AmdGroups = [] });
        Assert.Equal(defaults.AmdGroups, options.Plan.AmdGroups.AsEnumerable());
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Gateway_IsGivenNamesThatItReads(string name)
    {
        var names = Values(await DeploymentAsync(name, "gateway")).Keys.Where(k => !k.StartsWith(Runtime, StringComparison.Ordinal)).Except(Added).ToList();

        Assert.Subset(GatewayContract.Settings.ToHashSet(), names.ToHashSet());
        Assert.Contains(names, n => n is "AUTH_DISABLED" or "ARGUS_API_KEYS" or "ARGUS_JWT_KEYS");
    }

    [Fact]
    public void GatewayContract_IsWhatItsSourceSays()
    {
        Assert.All(GatewayContract.Settings, setting => Assert.Contains($"\"{setting}\"", GatewayContract.Source, StringComparison.Ordinal));
        Assert.Equal(GatewayContract.Settings.Count, GatewayContract.Settings.Distinct().Count());
    }

    [Fact]
    public void Chart_HasTheVersionOfThePrograms()
    {
        var chart = TestYaml.ReadFile(ChartFolder.PathOf("Chart.yaml")).Single();
        string version = XDocument.Load(Path.Combine(TestData.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Equal((version, version), ((string)chart["version"]!, (string)chart["appVersion"]!));
    }

    private static async Task<JsonObject> DeploymentAsync(string scenario, string component) =>
        (await new Scenario(scenario).ObjectsAsync()).Of("Deployment").Single(d => (string?)d["metadata"]!["labels"]!["app.kubernetes.io/component"] == component);

    // As the kubelet would fill them in.
    private static Dictionary<string, string> Values(JsonObject deployment)
    {
        var variables = deployment.Container()["env"].List().ToList();
        Assert.Equal(variables.Count, variables.Select(v => (string)v["name"]!).Distinct().Count());
        return variables.ToDictionary(v => (string)v["name"]!, v => ((string?)v["value"] ?? "from-elsewhere").Replace("$(POD_IP)", "10.0.0.1", StringComparison.Ordinal));
    }
}
