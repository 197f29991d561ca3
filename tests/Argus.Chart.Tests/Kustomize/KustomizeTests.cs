using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Chart.Tests.Helm;
using Argus.Chart.Tests.Running;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Kustomize;

/// <summary>The base in kustomize/base is what the chart renders with kustomize/values.yaml; ARGUS_REWRITE_GOLDEN=1 writes it anew.</summary>
public sealed partial class KustomizeTests
{
    private static readonly string Folder = Path.Combine(TestData.Repository, "kustomize", "base");

    public static TheoryData<string> Parts => new("operator", "gateway", "jobs", "models");

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Base_IsWhatTheChartRenders(string part)
    {
        string path = Path.Combine(Folder, $"{part}.yaml");
        string actual = await PartAsync($"{part}/");

        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
            await File.WriteAllTextAsync(path, actual);
        Assert.Equal(File.Exists(path) ? await File.ReadAllTextAsync(path) : "", actual);
    }

    [Theory]
    [InlineData("datasets.yaml", "datasets/")]
    [InlineData("gateway.yaml", "gateway/networkpolicy.yaml")]
    [InlineData("operator.yaml", "operator/networkpolicy.yaml")]
    public async Task Datasets_IsWhatTheChartRenders(string file, string part)
    {
        string path = Path.Combine(TestData.Repository, "kustomize", "datasets", file);
        string actual = await PartAsync(part, "--values", "kustomize/datasets/values.yaml");

        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
            await File.WriteAllTextAsync(path, actual);
        Assert.Equal(File.Exists(path) ? await File.ReadAllTextAsync(path) : "", actual);
    }

    [KubectlFact]
    public void Kustomize_BaseWithDatasets_LetsThemReachEachOther()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "kustomization.yaml"), "resources: [base]\ncomponents: [datasets]\n");
        foreach (string part in (string[])["base", "datasets"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, part));
            foreach (string file in Directory.EnumerateFiles(Path.Combine(TestData.Repository, "kustomize", part)))
                File.Copy(file, Path.Combine(folder.Path, part, Path.GetFileName(file)));
        }

        var built = TestYaml.ReadAll(Build(folder.Path));

        Assert.Contains("datasets", built.One("NetworkPolicy", "argus-gateway")["spec"]!["egress"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("models", built.One("NetworkPolicy", "argus-operator")["spec"]!["egress"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("postgres", (string?)built.One("Deployment", "argus-datasets").Container()["env"].List().Single(e => (string?)e["name"] == "DB_HOST")["value"]);
    }

    [KubectlFact]
    public void Kustomize_Base_HoldsAllOfIt()
    {
        string[] files = [.. Directory.EnumerateFiles(Folder, "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml")];
        var built = TestYaml.ReadAll(Build("kustomize/base"));

        Assert.True(built.Count > 20);
        Assert.Equal(Sorted(files.SelectMany(TestYaml.ReadFile)), Sorted(built));
    }

    [DataFact]
    public void Base_EveryObject_FitsItsContract() =>
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml").SelectMany(TestYaml.ReadFile).SelectMany(Rendering.Contracts.Faults));

    [KubectlFact]
    public async Task Apply_Base_IsTakenByACluster()
    {
        await using var cluster = await LocalClusterRun.StartAsync(node: false);

        await cluster.NeedKubectlAsync("apply --server-side -f crds/");
        await cluster.NeedKubectlAsync("wait --for=condition=Established crd/modelpacks.argus.dev crd/modeldeployments.argus.dev crd/datasetschedules.argus.dev --timeout=30s");
        await cluster.NeedKubectlAsync("apply --server-side -k kustomize/base");

        Assert.Contains("argus-operator", await cluster.NeedKubectlAsync("-n argus get deployments -o name"), StringComparison.Ordinal);
        Assert.Equal(11, (await cluster.NeedKubectlAsync("get modelpacks -o name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static IEnumerable<string> Sorted(IEnumerable<JsonObject> objects) =>
        objects.Select(o => $"{o.Title()} {Canonical(o)}").Order(StringComparer.Ordinal);

    // kustomize sorts the fields of an object.
    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Canonical(p.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Canonical))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    // What belongs to one folder of templates, without the labels that say that Helm looks after it.
    private static async Task<string> PartAsync(string part, params string[] more)
    {
        string rendered = await HelmRun.TemplateAsync(["--values", "kustomize/values.yaml", .. more]);
        var documents = Separator().Split(rendered).Where(d => d.StartsWith($"# Source: argus/templates/{part}", StringComparison.Ordinal));
        return string.Join("---\n", documents.Select(d => Labels().Replace(d[(d.IndexOf('\n', StringComparison.Ordinal) + 1)..], "").TrimEnd() + "\n"));
    }

    private static string Build(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(KubectlProgram.Path ?? "kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, WorkingDirectory = TestData.Repository })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [GeneratedRegex(@"^---\n", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^ +(helm\.sh/chart: \S+|app\.kubernetes\.io/managed-by: Helm)\n", RegexOptions.Multiline)]
    private static partial Regex Labels();
}
