using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Chart.Tests.Values;
using Argus.Datasets.Configuration;
using Argus.ServiceDefaults.Auth.Trust;

namespace Argus.Chart.Tests.Datasets;

/// <summary>The dataset service reads what the chart sets, takes it, and finds the files that it names where the chart mounts them.</summary>
public sealed class DatasetsEnvironmentTests : IDisposable
{
    private const string Bucket = "datasets-for-administrators";
    private const string Claim = "datasets-on-a-claim";
    private const string Mounts = "/etc/argus/";

    // Read by the exporter of traces.
    private const string ReadElsewhere = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Secrets come from files; the gateway asks for keys and tokens.
    private static readonly string[] NotByValues = ["DB_PASSWORD", "MINIO_ROOT_PASSWORD", "MINIO_ROOT_USER_FILE", "ARGUS_JWT_KEYS", "ARGUS_JWT_ISSUER", "ARGUS_JWT_AUDIENCE", "AUTH_DISABLED", "TEST_MODE"];

    private readonly MadeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Template_WithoutValues_HasNoDatasets() =>
        Assert.DoesNotContain(await new Scenario("a-release-without-any-values").ObjectsAsync(), o => o.Name().StartsWith("argus-datasets", StringComparison.Ordinal));

    [Fact]
    public async Task Datasets_EverySetting_IsReachedByAValue()
    {
        HashSet<string> read = [];
        HashSet<string> set = [];
        foreach (string scenario in (string[])[Bucket, Claim])
        {
            var environment = await EnvironmentAsync(scenario);
            Assert.Empty(Read(environment, out _, read));
            set.UnionWith(environment.Keys);
        }

        Assert.True(read.Count > 20);
        Assert.Empty(read.Except(set).Except(NotByValues));
        Assert.Empty(set.Except(read).Except(PodEnvironment.Added).Except([ReadElsewhere]));
    }

    [Fact]
    public async Task Datasets_WithABucket_ReadTheValues()
    {
        Assert.Empty(Read(await EnvironmentAsync(Bucket), out var options, []));

        Assert.Contains("Host=postgres.data.svc.cluster.local;Port=5433;Username=styles;Password=made;Database=suitesme", options.Database, StringComparison.Ordinal);
        Assert.Equal((new Uri("http://minio.data.svc.cluster.local:9000"), "from-elsewhere", "made", "eu-central-1"), (options.S3!.Endpoint, options.S3.AccessKey, options.S3.SecretKey, options.S3.Region));
        Assert.Equal(("users-photos", "made", "styles_datasets", TrustKind.Gateway), (options.PhotoBucket, options.ArtifactBucket, options.Schema, options.Trust.Kind));
        Assert.Equal((new Uri("http://argus-gateway.argus.svc.cluster.local"), TimeSpan.FromSeconds(20)), (options.Inference, options.InferenceTimeout));
        Assert.Equal((8003, 8004, 16L << 20, 8), (options.Port, options.ModelsPort, options.MaxBytes, options.Workers));
        Assert.Equal("Calm, Wild, Very Wild", string.Join(", ", options.Classes));
    }

    [Fact]
    public async Task Datasets_WithoutABucket_KeepFilesOnTheClaim()
    {
        Assert.Empty(Read(await EnvironmentAsync(Claim), out var options, []));

        Assert.Equal((null, "/var/lib/argus", new Uri("https://models.example.com")), (options.S3, options.Data, options.Inference));
        Assert.Equal(DatasetsOptions.DefaultClasses, options.Classes);
        Assert.Equal((new DatasetsOptions { Database = "" }).MaxBytes, options.MaxBytes);
    }

    [Fact]
    public async Task Template_GatewayAndDatasets_ReachEachOtherAndNobodyElse()
    {
        var objects = await new Scenario(Bucket).ObjectsAsync();
        var own = objects.One("NetworkPolicy", "argus-datasets")["spec"]!;
        var gateway = objects.One("NetworkPolicy", "argus-gateway")["spec"]!;

        Assert.All(own["ingress"].List(), rule => Assert.NotEmpty(rule["from"].List()));
        Assert.Single(own["ingress"].List().SelectMany(r => r["from"].List()), f => Selects(f, "gateway"));
        Assert.Contains(own["egress"].List().SelectMany(r => r["to"].List()), t => Selects(t, "gateway"));
        Assert.Contains(gateway["egress"].List().SelectMany(r => r["to"].List()), t => Selects(t, "datasets"));
        Assert.Contains(gateway["ingress"].List().SelectMany(r => r["from"].List()), f => Selects(f, "datasets"));
        Assert.Equal([4317L, 5433, 9000], own["egress"].List().Where(r => r["to"] is null).SelectMany(r => r["ports"].List()).Select(p => (long)p["port"]!).Where(p => p != 53).Order());
        Assert.Equal("datasets", (string?)objects.One("Service", "argus-datasets")["metadata"]!["labels"]!["argus.dev/serves"]);
    }

    [Theory]
    [InlineData(Bucket)]
    [InlineData(Claim)]
    public async Task Template_Schedule_BeginsTheRunsAtTheService(string scenario)
    {
        var objects = await new Scenario(scenario).ObjectsAsync();
        var schedule = objects.One("DatasetSchedule", "argus-datasets");
        var service = objects.One("Service", "argus-datasets");

        var url = new Uri((string)Assert.Single(schedule["spec"]!["pod"]!["env"].List(), e => (string?)e["name"] == "ARGUS_DATASETS_URL")["value"]!);

        Assert.Equal((80, 80L), (url.Port, (long)Assert.Single(service["spec"]!["ports"].List(), p => (string?)p["name"] == "http")["port"]!));
        Assert.StartsWith($"{service.Name()}.argus.svc.", url.Host, StringComparison.Ordinal);
        // The label that the operator gives to the pods.
        Assert.Single(objects.One("NetworkPolicy", "argus-datasets")["spec"]!["ingress"].List().SelectMany(r => r["from"].List()), f => (string?)f["podSelector"]?["matchLabels"]?["argus.dev/schedule"] == schedule.Name());
    }

    [Fact]
    public async Task Template_ModelServersAndOperator_ReachCheckpointsAndNothingElse()
    {
        var objects = await new Scenario(Bucket).ObjectsAsync();
        var rules = objects.One("NetworkPolicy", "argus-datasets")["spec"]!["ingress"].List();
        var operators = objects.One("NetworkPolicy", "argus-operator")["spec"]!["egress"].List();

        var open = Assert.Single(rules, r => r["ports"].List().Any(p => (string?)p["port"] == "models"));
        Assert.Single(open["ports"].List());
        Assert.Equal(2, open["from"].List().Count());
        Assert.Single(open["from"].List(), f => Selects(f, "operator"));
        Assert.Single(open["from"].List(), f => (string?)f["podSelector"]?["matchLabels"]?["app.kubernetes.io/managed-by"] == "argus-operator");
        Assert.DoesNotContain(rules.Where(r => r != open).SelectMany(r => r["from"].List()), f => Selects(f, "operator") || f.ToJsonString().Contains("managed-by", StringComparison.Ordinal));
        Assert.Equal("models", (string?)operators.Single(r => r["to"].List().Any(t => Selects(t, "datasets")))["ports"].List().Single()["port"]);
        Assert.Contains(objects.One("Service", "argus-datasets")["spec"]!["ports"].List(), p => ((string?)p["name"], (long?)p["port"]) == ("models", 8004));
    }

    private static bool Selects(JsonObject peer, string component) => (string?)peer["podSelector"]?["matchLabels"]?["app.kubernetes.io/component"] == component;

    // Files that are named lie below the mounts of the pod, and are read from a folder of the test.
    private async Task<Dictionary<string, string>> EnvironmentAsync(string scenario)
    {
        var objects = await new Scenario(scenario).ObjectsAsync();
        var pod = objects.One("Deployment", "argus-datasets");
        var mounts = pod.Container()["volumeMounts"].List().Where(m => (bool?)m["readOnly"] == true).Select(m => (string)m["mountPath"]!).ToList();
        var environment = PodEnvironment.Values(pod);
        foreach (var (name, value) in environment.Where(e => e.Value.StartsWith(Mounts, StringComparison.Ordinal)).ToList())
        {
            Assert.Contains(Path.GetDirectoryName(value), mounts);
            string path = Path.Combine(_folder.Path, value[Mounts.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Path.GetFileName(path) == "classes.txt" ? (string)objects.Of("ConfigMap").Single(c => c.Name().StartsWith("argus-datasets-classes-", StringComparison.Ordinal))["data"]!["classes.txt"]! : "made");
            environment[name] = path;
        }

        return environment;
    }

    private static IReadOnlyCollection<string> Read(Dictionary<string, string> environment, out DatasetsOptions options, HashSet<string> read) => DatasetsOptionsReader.Read(
        variable =>
        {
            read.Add(variable);
            return environment.GetValueOrDefault(variable);
        },
        isAsked: true,
        out options);
}
