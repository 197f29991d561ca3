using System.Collections.Immutable;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;

namespace Argus.Jobs.Tests.Configuration;

public sealed class JobsOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_KeepsEverythingItself()
    {
        Assert.Empty(Read([], out var options));
        Assert.Equal(new JobsOptions { Jobs = options.Jobs, Trust = new TrustOptions { Kind = TrustKind.Disabled } }, options);
        Assert.Equal(JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, options.Roles);
    }

    [Fact]
    public void Read_Cluster_NamesEveryStore()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("secret"), " hush\n");
        Assert.Empty(Read(
            new()
            {
                ["ARGUS_ROLES"] = "worker",
                ["DB_HOST"] = "postgres",
                ["DB_USER"] = "me",
                ["DB_PASSWORD_FILE"] = folder.At("secret"),
                ["QDRANT_URL"] = "http://qdrant:6333",
                ["QDRANT_API_KEY"] = "key",
                ["MEDIA_STORE_URL"] = "http://media:8000",
                ["MEDIA_STORE_RESULTS"] = "off",
                ["KAFKA_BROKERS"] = "kafka:9092",
                ["MQTT_URL"] = "mqtts://broker",
                ["ARGUS_WEBHOOK_URL"] = "https://example.org/hook",
                ["ARGUS_WEBHOOK_SECRET_FILE"] = folder.At("secret"),
            },
            out var options));
        Assert.Equal(JobsRoles.Worker, options.Roles);
        Assert.Contains("Password=hush", options.Database!.ConnectionString, StringComparison.Ordinal);
        Assert.Equal(VectorKind.Qdrant, options.Vectors);
        Assert.Equal("key", options.Qdrant!.ApiKey);
        Assert.Equal((new Uri("http://media:8000"), false), (options.MediaStore, options.MediaResults));
        Assert.Equal("kafka:9092", options.Kafka!.BootstrapServers);
        Assert.Equal((true, 8883), (options.Mqtt!.Tls, options.Mqtt.Port));
        Assert.Equal(folder.At("secret"), options.Webhook!.SecretFile);
    }

    [Fact]
    public void Read_ManyFaults_TellsThemAll()
    {
        var errors = Read(
            new()
            {
                ["ARGUS_ROLES"] = "api,cook",
                ["ARGUS_VECTORS"] = "qdrant",
                ["MEDIA_STORE_URL"] = "ftp://media",
                ["KAFKA_BROKERS"] = "kafka:9092",
                ["KAFKA_SECURITY_PROTOCOL"] = "SASL_SSL",
                ["MQTT_URL"] = "http://broker",
                ["ARGUS_WEBHOOK_URL"] = "https://example.org/hook",
                ["ARGUS_WORKERS"] = "0",
                ["MEDIA_STORE_RESULTS"] = "maybe",
            },
            out _);
        foreach (string name in (string[])["'cook'", "QDRANT_URL", "MEDIA_STORE_URL", "KAFKA_", "MQTT_URL", "ARGUS_WEBHOOK_SECRET_FILE", "ARGUS_WORKERS", "MEDIA_STORE_RESULTS", "SQLite"])
            Assert.Contains(errors, e => e.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker,media")]
    public void Read_SqliteInTwoProcesses_IsRefused(string roles) =>
        Assert.Contains("DB_HOST", Assert.Single(Read(new() { ["ARGUS_ROLES"] = roles }, out _)), StringComparison.Ordinal);

    [Fact]
    public void Read_WorkerWithoutPictures_IsRefused() =>
        Assert.Contains("MEDIA_STORE_URL", Assert.Single(Read(new() { ["ARGUS_ROLES"] = "api,worker" }, out _)), StringComparison.Ordinal);

    private static ImmutableArray<string> Read(Dictionary<string, string> settings, out JobsOptions options) =>
        JobsOptionsReader.Read(name => settings.GetValueOrDefault(name, name == "AUTH_DISABLED" ? "true" : ""), out options);
}
