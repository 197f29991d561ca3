using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Chart.Tests.Values;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Jobs;

/// <summary>How many pods do jobs, and how they end.</summary>
public sealed class JobsScalingTests
{
    [Fact]
    public async Task Template_WithKafka_LagOfEveryTopicOfNewJobsCounts()
    {
        var triggers = Scaled(await new Scenario(JobsPods.Apart).ObjectsAsync())["triggers"].List().ToList();

        var topics = from task in JobTasks.All from band in Enum.GetValues<Band>() select JobTopics.For(task, band);
        Assert.Equal(topics.Order(StringComparer.Ordinal), triggers.Select(t => (string)t["metadata"]!["topic"]!).Order(StringComparer.Ordinal));
        Assert.All(triggers, t => Assert.Equal(("kafka", "vision-workers", "50", "scram_sha512", "enable"), ((string)t["type"]!, (string)t["metadata"]!["consumerGroup"]!, (string)t["metadata"]!["lagThreshold"]!, (string)t["metadata"]!["sasl"]!, (string)t["metadata"]!["tls"]!)));
    }

    [Fact]
    public async Task Template_WithoutKafka_JobsThatWaitInTheDatabaseCount()
    {
        var objects = await JobsPods.TemplateAsync([.. JobsPods.Database, "jobs.database.schema=shop", "jobs.worker.autoscaler=keda"]);
        var trigger = Scaled(objects)["triggers"].List().Single();

        Assert.Equal("postgresql", (string?)trigger["type"]);
        Assert.Contains("FROM shop.jobs WHERE state = 0 AND due IS NULL", (string)trigger["metadata"]!["query"]!, StringComparison.Ordinal);
        var secret = objects.One("TriggerAuthentication", "argus-jobs-worker")["spec"]!["secretTargetRef"].List().Single();
        Assert.Equal(("password", "db-user", "password"), ((string)secret["parameter"]!, (string)secret["name"]!, (string)secret["key"]!));
    }

    [Theory]
    [InlineData("auto", true, true)]
    [InlineData("auto", false, false)]
    [InlineData("keda", false, true)]
    [InlineData("none", true, false)]
    public async Task Template_Keda_ScalesWhereItIsOrIsAskedFor(string autoscaler, bool installed, bool scales)
    {
        string[] known = installed ? ["--api-versions", "keda.sh/v1alpha1"] : [];
        var objects = TestYaml.ReadAll(await HelmRun.TemplateAsync([.. known, .. JobsPods.Database.Append($"jobs.worker.autoscaler={autoscaler}").SelectMany(v => (string[])["--set", v])]));

        Assert.Equal(scales, objects.Of("ScaledObject").Any());
        // Else every upgrade would undo what KEDA did.
        Assert.Equal(!scales, objects.One("Deployment", "argus-jobs-worker")["spec"]!["replicas"] is not null);
    }

    [Fact]
    public async Task Template_OnePod_IsNeverScaled()
    {
        var objects = TestYaml.ReadAll(await HelmRun.TemplateAsync("--api-versions", "keda.sh/v1alpha1"));
        var pod = Assert.Single(JobsPods.Of(objects));

        Assert.Empty(objects.Of("ScaledObject"));
        Assert.Equal((1L, "Recreate"), ((long)pod["spec"]!["replicas"]!, (string)pod["spec"]!["strategy"]!["type"]!));
        Assert.DoesNotContain(objects.Of("PodDisruptionBudget"), b => JobsPods.ComponentOf(b).StartsWith("jobs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Template_WorkersThatAreTakenAway_EndTheirWork()
    {
        var objects = await new Scenario(JobsPods.Apart).ObjectsAsync();
        var scaled = Scaled(objects);

        // The program gives back what is left, and needs five seconds more.
        Assert.All(JobsPods.Of(objects), pod => Assert.True(
            1000 * (long)pod["spec"]!["template"]!["spec"]!["terminationGracePeriodSeconds"]! >= int.Parse(PodEnvironment.Values(pod)["ARGUS_SHUTDOWN_TIMEOUT_MS"], null) + 5000));
        Assert.True((long)scaled["minReplicaCount"]! >= 1);
        Assert.True((long)scaled["advanced"]!["horizontalPodAutoscalerConfig"]!["behavior"]!["scaleDown"]!["stabilizationWindowSeconds"]! >= 60);
    }

    [Theory]
    [InlineData(JobsPods.Alone, "jobs=argus-jobs media=argus-jobs-media")]
    [InlineData(JobsPods.Apart, "jobs=argus-jobs")]
    [InlineData(JobsPods.WithMedia, "jobs=argus-jobs media=argus-jobs-media")]
    public async Task Template_Services_SayToTheGatewayWhatTheyServe(string scenario, string wanted)
    {
        var services = (await new Scenario(scenario).ObjectsAsync()).Of("Service").Where(s => s["metadata"]!["labels"]!["argus.dev/serves"] is not null).ToList();

        Assert.Equal(wanted, string.Join(' ', services.Select(s => $"{s["metadata"]!["labels"]!["argus.dev/serves"]}={s.Name()}").Order(StringComparer.Ordinal)));
        Assert.All(services, s => Assert.Equal("http", (string?)s["spec"]!["ports"].List().Single()["name"]));
    }

    private static JsonNode Scaled(IEnumerable<JsonObject> objects) => objects.One("ScaledObject", "argus-jobs-worker")["spec"]!;
}
