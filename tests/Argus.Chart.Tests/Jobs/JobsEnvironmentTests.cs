using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Chart.Tests.Values;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;

namespace Argus.Chart.Tests.Jobs;

/// <summary>The job service reads what the chart sets, takes it, and finds the files that it names where the chart mounts them.</summary>
public sealed class JobsEnvironmentTests : IDisposable
{
    private const string Secrets = "/etc/argus/";

    // Read by the exporter of traces, and by who asks for keys.
    private static readonly string[] ReadElsewhere = ["OTEL_EXPORTER_OTLP_ENDPOINT", "ARGUS_AUTH"];

    // Secrets come from files; the gateway asks for keys and tokens; a member of a Deployment has no name that outlives it. What is left is for jobs.env.
    private static readonly string[] NotByValues =
    [
        "DB_PASSWORD", "QDRANT_API_KEY", "ARGUS_JWT_KEYS", "ARGUS_JWT_ISSUER", "ARGUS_JWT_AUDIENCE", "AUTH_DISABLED", "TEST_MODE", "KAFKA_INSTANCE_ID", "KAFKA_CLIENT_ID",
        "ARGUS_EVENT_STREAMS", "ARGUS_JOB_ATTEMPTS", "KAFKA_SESSION_TIMEOUT_MS", "ARGUS_FFMPEG", "ARGUS_MAX_VIDEO_PIXELS", "ARGUS_VIDEO_MEMORY",
    ];

    private readonly MadeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Jobs_TakeTheEnvironmentOfTheChart(string name)
    {
        var pods = JobsPods.Of(await new Scenario(name).ObjectsAsync());
        // One scenario goes without jobs.
        Assert.Equal(name == "datasets-on-a-claim", pods.Count == 0);

        Assert.All(pods, pod =>
        {
            var environment = Environment(pod);
            HashSet<string> read = [.. ReadElsewhere];
            Assert.Empty(Read(environment, out var options, read));
            Assert.Empty(environment.Keys.Except(read).Except(PodEnvironment.Added));
            Assert.Equal(8001, options.Port);
        });
    }

    [Fact]
    public async Task Jobs_EverySetting_IsReachedByAValue()
    {
        HashSet<string> read = [];
        HashSet<string> set = [];
        foreach (string name in Scenario.Names)
        {
            foreach (var pod in JobsPods.Of(await new Scenario(name).ObjectsAsync()))
            {
                var environment = Environment(pod);
                Read(environment, out _, read);
                set.UnionWith(environment.Keys);
            }
        }

        Assert.True(read.Count > 40);
        Assert.Empty(read.Except(set).Except(NotByValues));
    }

    [Fact]
    public async Task Jobs_WithoutValues_AreTreatedAsByThemselves()
    {
        var options = await OptionsAsync(JobsPods.Alone, "argus-jobs");
        var defaults = new JobsOptions();

        Assert.Equal(defaults.Jobs, options.Jobs);
        Assert.Equal(
            (JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, VectorKind.Embedded, "/var/lib/argus"),
            (options.Roles, options.Vectors, options.Data));
        Assert.Equal((defaults.MaxBytes, defaults.RetentionDays, defaults.InferenceTimeout, defaults.MediaTimeout), (options.MaxBytes, options.RetentionDays, options.InferenceTimeout, options.MediaTimeout));
        Assert.Equal(defaults.Score with { Timeout = defaults.InferenceTimeout }, options.Score);
        Assert.Equal((defaults.MaxVideoBytes, defaults.VideoTimeout, null), (options.MaxVideoBytes, options.VideoTimeout, options.VideoFolder));
        Assert.Equal((null, null, null, null), (options.Database, options.Kafka, options.Mqtt, options.Webhook));
    }

    [Fact]
    public async Task Jobs_Apart_ReadTheValues()
    {
        var api = await OptionsAsync(JobsPods.Apart, "argus-jobs-api");
        var worker = await OptionsAsync(JobsPods.Apart, "argus-jobs-worker");

        Assert.Equal((JobsRoles.Api, JobsRoles.Worker), (api.Roles, worker.Roles));
        Assert.Equal("argus_jobs", worker.Database!.Schema);
        Assert.Contains("Host=postgres.data.svc.cluster.local;Port=5433;Username=vision;Password=made;Database=vision", worker.Database.ConnectionString, StringComparison.Ordinal);
        Assert.Equal((new Uri("https://qdrant.data.svc.cluster.local:6333"), "made"), (worker.Qdrant!.Url, worker.Qdrant.ApiKey));
        Assert.Equal(("SASL_SSL", "SCRAM-SHA-512", "vision-workers", 24, (short)3), (worker.Kafka!.SecurityProtocol, worker.Kafka.SaslMechanism, worker.KafkaGroup, worker.KafkaPartitions, worker.KafkaReplicas));
        Assert.Equal(("mosquitto.data.svc.cluster.local", 8883, true), (worker.Mqtt!.Host, worker.Mqtt.Port, worker.Mqtt.Tls));
        Assert.Equal(new Uri("https://hooks.example.com/argus"), worker.Webhook!.Url);
        Assert.Equal((new Uri("http://media.shop.svc.cluster.local:8000"), TimeSpan.FromSeconds(20)), (worker.MediaStore, worker.MediaTimeout));
        Assert.Equal((new Uri("http://argus-gateway.argus.svc.cluster.local"), TimeSpan.FromSeconds(15)), (worker.Inference, worker.InferenceTimeout));
        Assert.Equal((16, 7, 16L << 20, TimeSpan.FromSeconds(45)), (worker.Workers, worker.RetentionDays, worker.MaxBytes, worker.ShutdownTimeout));
        Assert.False(worker.MediaResults);
        Assert.Equal((new Uri("http://scores.vision.svc.cluster.local:8100"), new Uri("http://faces.vision.svc.cluster.local:8101")), (api.Score.Embedding, api.Score.Detection));
        Assert.Equal((8, 64, "fine", true), (api.Score.Workers, api.Score.Queue, api.Score.Vibes.Of(60), api.Score.Simulate));
        // Which has no disk of its own.
        Assert.Equal("/var/lib/argus-video", worker.VideoFolder);
        // All processes that share a store treat it alike.
        Assert.Equal(api.Jobs, worker.Jobs);
        Assert.Equal((api.Database, api.Kafka, api.Webhook), (worker.Database, worker.Kafka, worker.Webhook));
    }

    [Fact]
    public async Task Jobs_ApartWithoutAMediaStore_KeepPicturesInAPodOfTheirOwn()
    {
        var worker = await OptionsAsync(JobsPods.WithMedia, "argus-jobs-worker");
        var media = await OptionsAsync(JobsPods.WithMedia, "argus-jobs-media");

        Assert.Equal(new Uri("http://argus-jobs-media.argus.svc.cluster.local"), worker.MediaStore);
        Assert.Equal((JobsRoles.Media, "/var/lib/argus", null, null), (media.Roles, media.Data, media.Database, media.InferenceKeyFile));
        Assert.Equal(VectorKind.Pgvector, worker.Vectors);
    }

    [Theory]
    [InlineData(8080, "http://argus-gateway.argus.svc.cluster.local:8080/")]
    [InlineData(80, "http://argus-gateway.argus.svc.cluster.local/")]
    public async Task Jobs_TheirModels_AreBehindTheGateway(int port, string url)
    {
        var pod = JobsPods.Of(await JobsPods.TemplateAsync($"gateway.service.port={port}")).Single();
        Read(Environment(pod), out var options, []);

        Assert.Equal(new Uri(url), options.Inference);
    }

    private async Task<JobsOptions> OptionsAsync(string scenario, string deployment)
    {
        var environment = Environment((await new Scenario(scenario).ObjectsAsync()).One("Deployment", deployment));
        Assert.Empty(Read(environment, out var options, []));
        return options;
    }

    // Files that are named lie below the mounts of the pod, and are read from a folder of the test.
    private Dictionary<string, string> Environment(JsonObject pod)
    {
        var mounts = pod.Container()["volumeMounts"].List().Where(m => (bool?)m["readOnly"] == true).Select(m => (string)m["mountPath"]!).ToList();
        var environment = PodEnvironment.Values(pod);
        foreach (var (name, value) in environment.Where(e => e.Value.StartsWith(Secrets, StringComparison.Ordinal)).ToList())
        {
            Assert.Contains(Path.GetDirectoryName(value), mounts);
            string path = Path.Combine(_folder.Path, value[Secrets.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "made");
            environment[name] = path;
        }

        return environment;
    }

    private static IReadOnlyCollection<string> Read(Dictionary<string, string> environment, out JobsOptions options, HashSet<string> read) =>
        JobsOptionsReader.Read(
            variable =>
            {
                read.Add(variable);
                return environment.GetValueOrDefault(variable);
            },
            out options);
}
