using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Testing;
using Argus.Testing.Certificates;
using Argus.Testing.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Data.Tests.Messaging.Kafka;

/// <summary>TLS and SASL: the client library against a gate that checks certificates, names and passwords as brokers do.</summary>
public sealed class KafkaSecurityTests
{
    private static readonly string Normal = JobTopics.For(IntakeStage.Task, Band.Normal);

    public static TheoryData<string> Mechanisms { get; } = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    [KafkaTheory]
    [MemberData(nameof(Mechanisms))]
    public async Task Password_ThatIsRight_LetsWritersAndReadersIn(string mechanism)
    {
        await using var stage = await SecureStage.StartAsync(mechanism);

        await AssertWorksAsync(stage.WithPassword(mechanism));
    }

    [KafkaFact]
    public async Task Certificate_OfTheClient_LetsItIn()
    {
        await using var stage = await SecureStage.StartWithCertificatesAsync();

        await AssertWorksAsync(stage.WithCertificate());
    }

    [KafkaTheory]
    [MemberData(nameof(Mechanisms))]
    public async Task Password_ThatIsWrong_IsTold(string mechanism)
    {
        await using var stage = await SecureStage.StartAsync(mechanism);

        string trouble = await TroubleAsync(stage.WithPassword(mechanism, "guessed"));

        Assert.Contains("uthentication", trouble);
    }

    [KafkaFact]
    public async Task Certificate_OfAnotherAuthority_IsTold()
    {
        await using var stage = await SecureStage.StartAsync("PLAIN");

        string trouble = await TroubleAsync(stage.WithPassword("PLAIN") with { CaFile = stage.OtherCa });

        Assert.Contains("broker certificate could not be verified", trouble);
    }

    [KafkaFact]
    public async Task Certificate_ForAnotherHost_IsTold()
    {
        await using var stage = await SecureStage.StartAsync("PLAIN", name: "kafka.example.org");

        string trouble = await TroubleAsync(stage.WithPassword("PLAIN"));

        Assert.Contains("certificate", trouble);
    }

    [KafkaFact]
    public async Task Certificate_OfTheClientThatNobodyKnows_IsTold()
    {
        await using var stage = await SecureStage.StartWithCertificatesAsync();

        string trouble = await TroubleAsync(stage.WithCertificate(new TestAuthority("other")));

        // With TLS 1.3 the client is done with its part when the broker refuses: it sees no more than that the broker hangs up.
        Assert.StartsWith("Kafka cannot be reached: ", trouble);
    }

    [KafkaFact]
    public async Task PlainText_WhereTlsIsSpoken_IsTold()
    {
        await using var stage = await SecureStage.StartAsync("PLAIN");

        string trouble = await TroubleAsync(stage.WithPassword("PLAIN") with { SecurityProtocol = "SASL_PLAINTEXT" });

        Assert.StartsWith("Kafka cannot be reached: ", trouble);
    }

    [KafkaFact]
    public async Task CaFile_ThatIsNone_IsRefusedWithItsName()
    {
        await using var stage = await SecureStage.StartAsync("PLAIN");
        string file = stage.Write("no.pem", "this is no certificate");

        var error = Assert.Throws<KafkaSettingsException>(() => Publisher(stage.WithPassword("PLAIN") with { CaFile = file }, NullLogger<KafkaPublisher>.Instance));

        Assert.Contains("ssl.ca.location", error.Message);
    }

    private static async Task AssertWorksAsync(KafkaConnection connection)
    {
        await using var publisher = Publisher(connection, NullLogger<KafkaPublisher>.Instance);
        var options = new KafkaIntakeOptions { Tasks = [IntakeStage.Task], SessionTimeout = TimeSpan.FromSeconds(6), Drain = TimeSpan.FromMilliseconds(200) };
        await using var intake = new KafkaIntake(connection, options, publisher, TimeProvider.System, new Random(1), NullLogger<KafkaIntake>.Instance);

        Assert.Equal(Delivery.Done, await publisher.SendAsync(Normal, "k", """{"media_store_id":7}"""u8.ToArray(), [], default).WaitAsync(IntakeStage.Patience));
        var message = Assert.Single(await IntakeStage.TakeAsync(intake, 1));
        message.Done();

        Assert.Equal(7, message.Job.MediaStoreId);
        Assert.Null(await publisher.TroubleAsync(IntakeStage.Patience));
    }

    /// <returns>What is said when the brokers are asked for, which is also in the log.</returns>
    private static async Task<string> TroubleAsync(KafkaConnection connection)
    {
        var log = new LogLines<KafkaPublisher>();
        await using var publisher = Publisher(connection, log);

        string? trouble = await publisher.TroubleAsync(TimeSpan.FromSeconds(2));

        Assert.NotNull(trouble);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning: Kafka producer: ", StringComparison.Ordinal));
        return trouble;
    }

    private static KafkaPublisher Publisher(KafkaConnection connection, ILogger<KafkaPublisher> log) => new(connection, TimeSpan.FromSeconds(30), log);
}
