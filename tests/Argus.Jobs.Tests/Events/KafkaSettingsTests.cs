using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;
using Argus.Testing.Messaging.Gate;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Events;

/// <summary>What whoever runs it sees where Kafka does not let it in.</summary>
public sealed class KafkaSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [KafkaFact]
    public async Task Ready_OfAWorkerWithAWrongPassword_Is503WithTheReason()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await using var gate = new KafkaGate(broker, new() { User = ("argus", "right") });
        await using var host = await StartAsync(gate, JobsRoles.Worker);

        var body = await (await host.Http.GetAsync("/health/ready")).JsonAsync();

        Assert.Equal("unhealthy", (string)body["status"]!);
        Assert.Contains("uthentication", (string)body["reason"]!);
        Assert.Equal(200, (int)(await host.Http.GetAsync("/health/live")).StatusCode);
    }

    [KafkaFact]
    public async Task Ready_OfAServiceThatAlsoAnswers_Is200AndTellsTheTrouble()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await using var gate = new KafkaGate(broker, new() { User = ("argus", "right") });
        await using var host = await StartAsync(gate, JobsRoles.Api | JobsRoles.Worker);

        var body = await (await host.Http.GetAsync("/health/ready")).JsonAsync(200);

        Assert.Contains("uthentication", (string)body["trouble"]!);
        await (await host.Http.PostJsonAsync("/job/face_detection", """{"media_store_id": 1}""")).JsonAsync(201);
    }

    [KafkaFact]
    public async Task Start_WithACaFileThatIsNone_EndsWithTheReason()
    {
        await using var run = new ProgramRun("Argus.Jobs", [], new Dictionary<string, string>
        {
            ["PORT"] = "0",
            ["AUTH_DISABLED"] = "true",
            ["ARGUS_DATA"] = _folder.Path,
            ["KAFKA_BROKERS"] = "127.0.0.1:9",
            ["KAFKA_SECURITY_PROTOCOL"] = "SSL",
            ["KAFKA_CA_FILE"] = _folder.Write("ca.pem", "none"u8.ToArray()),
        });

        await run.ExitAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Kafka cannot be used with these settings: ", run.ToString());
        Assert.DoesNotContain("   at ", run.ToString());
    }

    private Task<JobsHost> StartAsync(KafkaGate gate, JobsRoles roles) => JobsHost.StartAsync(o => o with
    {
        Roles = roles,
        MediaStore = new Uri("http://127.0.0.1:9"),
        Kafka = new KafkaConnection
        {
            BootstrapServers = gate.Servers,
            SecurityProtocol = "SASL_PLAINTEXT",
            SaslMechanism = "PLAIN",
            Username = "argus",
            PasswordFile = _folder.Write("password", "wrong"u8.ToArray()),
        },
    });
}
