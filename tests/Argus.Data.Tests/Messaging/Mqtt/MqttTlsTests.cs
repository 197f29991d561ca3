using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Outbox;
using Argus.Testing;
using Argus.Testing.Certificates;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Data.Tests.Messaging.Mqtt;

/// <summary>A Mosquitto that speaks TLS and asks for user and password.</summary>
public sealed class MqttTlsTests : IDisposable
{
    private const string Topic = "inference/job/7/completed";
    private static readonly TestAuthority Ours = new("ours");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MosquittoFact]
    public async Task Send_WithTheRightCaAndPassword_ReachesTheBroker()
    {
        await using var broker = await StartAsync(Ours.Server());
        await using var sink = Sink(broker, Write("ca.pem", Ours.AuthorityPem));

        Assert.Equal(Delivery.Done, await SendAsync(sink));
        await broker.UntilLineAsync(line => line.Contains($"Received PUBLISH from argus-test (d0, q1, r0, m1, '{Topic}'", StringComparison.Ordinal));
    }

    [MosquittoFact]
    public async Task Send_WithAnotherCa_IsAwayAndSaysWhy()
    {
        await using var broker = await StartAsync(Ours.Server());
        await using var sink = Sink(broker, Write("ca.pem", new TestAuthority("other").AuthorityPem));

        AssertAway("certificate", await SendAsync(sink));
    }

    [MosquittoFact]
    public async Task Send_ToABrokerWithAnotherName_IsAwayAndSaysWhy()
    {
        await using var broker = await StartAsync(Ours.Server("mqtt.example.org"));
        await using var sink = Sink(broker, Write("ca.pem", Ours.AuthorityPem));

        AssertAway("RemoteCertificateNameMismatch", await SendAsync(sink));
    }

    [MosquittoFact]
    public async Task Send_WithAWrongPassword_IsAwayAndSaysWhy()
    {
        await using var broker = await StartAsync(Ours.Server());
        await using var sink = Sink(broker, Write("ca.pem", Ours.AuthorityPem), "guessed");

        AssertAway("does not let this user in", await SendAsync(sink));
    }

    [MosquittoFact]
    public async Task Send_InPlainTextToTls_IsAway()
    {
        await using var broker = await StartAsync(Ours.Server());
        await using var sink = new MqttSink(new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "argus-test" }, TimeProvider.System);

        AssertAway("MQTT broker 127.0.0.1", await SendAsync(sink));
    }

    [MosquittoTheory]
    [InlineData("no certificate at all", "there is no certificate in")]
    [InlineData("-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n", "cannot be read")]
    public async Task Send_WithACaFileThatIsNone_IsAwayAndNamesTheFile(string text, string why)
    {
        await using var broker = await StartAsync(Ours.Server());
        string file = Write("ca.pem", text);
        await using var sink = Sink(broker, file);

        var delivery = await SendAsync(sink);

        AssertAway(why, delivery);
        Assert.Contains(file, delivery.Reason);
    }

    private static void AssertAway(string why, Delivery delivery)
    {
        Assert.Equal(DeliveryState.Away, delivery.State);
        Assert.Contains(why, delivery.Reason);
    }

    private static Task<Delivery> SendAsync(MqttSink sink) => sink.SendAsync(new(1, Topic, "7", new Dictionary<string, string>(), "{}"u8.ToArray()), default);

    private MqttSink Sink(MosquittoBroker broker, string ca, string password = "right") => new(
        new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "argus-test", Tls = true, CaFile = ca, Username = "argus", PasswordFile = Write("password", password) },
        TimeProvider.System);

    private async Task<MosquittoBroker> StartAsync(X509Certificate2 certificate)
    {
        string users = Write("users", "");
        await using (var set = ProgramRun.OfMachine("/usr/bin/mosquitto_passwd", "-b", users, "argus", "right"))
            await set.ExitAsync();
        return await MosquittoBroker.StartAsync(
            "allow_anonymous false",
            $"password_file {users}",
            $"cafile {Write("ca-of-broker.pem", Ours.AuthorityPem)}",
            $"certfile {Write("broker.crt", certificate.ExportCertificatePem())}",
            $"keyfile {Write("broker.key", TestAuthority.KeyPem(certificate))}");
    }

    private string Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
