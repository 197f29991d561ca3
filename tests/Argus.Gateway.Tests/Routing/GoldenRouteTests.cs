using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Gateway.Routing;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Gateway.Tests.Routing;

/// <summary>Every folder below golden/ is a scenario: resources, the table they make, and where requests go. ARGUS_REWRITE_GOLDEN=1 writes what is expected anew, to be read before it is committed.</summary>
public sealed class GoldenRouteTests
{
    private static readonly string Root = Path.Combine(TestData.Repository, "tests", "Argus.Gateway.Tests", "golden");

    public static TheoryData<string> Scenarios => [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Compute_Scenario_MakesTheTable(string scenario)
    {
        string folder = Path.Combine(Root, scenario);
        string expected = Path.Combine(folder, "table.txt");
        string[] requests = File.ReadAllLines(Path.Combine(folder, "requests.txt"));
        var table = Read(folder);

        string actual = RouteTableText.Print(table) + "\n" + string.Concat(requests.Select(r => $"{r} => {Answer(table, r)}\n"));

        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
            File.WriteAllText(expected, actual);
        Assert.Equal(File.ReadAllText(expected), actual);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Compute_ResourcesInAnyOrder_MakeTheSameTable(string scenario)
    {
        string folder = Path.Combine(Root, scenario);

        Assert.Equal(RouteTableText.Print(Read(folder)), RouteTableText.Print(Read(folder, reversed: true)));
    }

    private static RouteTable Read(string folder, bool reversed = false)
    {
        IEnumerable<JsonObject> documents = TestYaml.ReadFile(Path.Combine(folder, "in.yaml"));
        if (reversed)
            documents = documents.Reverse();
        var all = documents.ToList();
        var deployments = all.Where(d => (string?)d["kind"] == "ModelDeployment").Select(d => d.Deserialize(ModelDeployment.JsonType)!);
        var slices = all.Where(d => (string?)d["kind"] == "EndpointSlice").Select(d => d.Deserialize(V1EndpointSlice.JsonType)!)
            .ToLookup(s => s.Metadata.Labels!.TryGetValue(BackendReader.DeploymentLabel, out string? name) ? new ObjectKey(s.Metadata.Namespace!, name) : default);
        return RouteTable.Compute(deployments, key => slices[key], slices[default]);
    }

    // METHOD host path [json|file] [deployment]
    private static string Answer(RouteTable table, string request)
    {
        string[] parts = request.Split(' ');
        var body = parts.Length > 3 && parts[3] == "json" ? BodyKind.Json : BodyKind.File;
        var match = table.Find(new RouteQuery(parts[1], parts[2], parts[0], body, parts.Length > 4 ? parts[4] : null));
        return match.Route?.Backend.Name ?? (match.Allowed.IsEmpty ? "404" : $"405, {string.Join(", ", match.Allowed)}");
    }
}
