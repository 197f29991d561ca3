using System.Security.Cryptography;
using System.Text;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;
using Argus.Data.Messaging.Webhooks;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Data.Tests.Messaging.Webhooks;

public sealed class WebhookSinkTests : IDisposable
{
    private const string Secret = "0123456789abcdef";
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private readonly string _secretFile = Path.GetTempFileName();
    private readonly FakeTimeProvider _clock = new();

    public WebhookSinkTests() => File.WriteAllText(_secretFile, Secret + "\n");

    public void Dispose() => File.Delete(_secretFile);

    [Fact]
    public async Task Send_Taken_IsSignedAndCarriesItsTrace()
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.CompletedTask);
        await using var sink = Sink(receiver.Url);

        Assert.Equal(Delivery.Done, await sink.SendAsync(Message(), default));

        var (headers, body) = Assert.Single(receiver.Requests);
        long seconds = _clock.GetUtcNow().ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{seconds}."), .. body];
        Assert.Equal($"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), signed))}", headers[WebhookSignature.Header]);
        Assert.Equal("{}", Encoding.UTF8.GetString(body));
        Assert.Equal((CloudEvent.ContentType, Trace), (headers.ContentType.ToString(), headers.TraceParent.ToString()));
    }

    [Theory]
    [InlineData(204, DeliveryState.Done)]
    [InlineData(301, DeliveryState.Dead)]
    [InlineData(400, DeliveryState.Dead)]
    [InlineData(408, DeliveryState.Later)]
    [InlineData(410, DeliveryState.Dead)]
    [InlineData(429, DeliveryState.Away)]
    [InlineData(500, DeliveryState.Later)]
    [InlineData(503, DeliveryState.Away)]
    public async Task Send_Answered_IsJudgedByTheStatus(int status, DeliveryState state)
    {
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await using var sink = Sink(receiver.Url);

        Assert.Equal(state, (await sink.SendAsync(Message(), default)).State);
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Thu, 01 Jan 2026 00:01:00 GMT", 60)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("86400", 600)]
    [InlineData("soon", null)]
    public async Task Send_RetryAfter_IsObeyedWithinBounds(string header, int? seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        await using var sink = Sink(receiver.Url);

        Assert.Equal(seconds, (await sink.SendAsync(Message(), default)).After?.TotalSeconds);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsAway()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        });
        await using var sink = Sink(receiver.Url);

        var sending = sink.SendAsync(Message(), default);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Delivery.Away("The webhook gave no answer within 10 s."), await sending);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    public async Task Send_ToThisMachine_ReachesNothing(string address)
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.CompletedTask);
        await using var sink = new WebhookSink(Options(new(string.Format(address, receiver.Url.Port))) with { AllowPrivateAddresses = false }, _clock);

        var delivery = await sink.SendAsync(Message(), default);

        Assert.Equal(DeliveryState.Away, delivery.State);
        Assert.Contains("private ones are not allowed", delivery.Reason);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task Send_WithoutAProperSecret_ReachesNothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.CompletedTask);
        await using var sink = Sink(receiver.Url);
        await File.WriteAllTextAsync(_secretFile, "short");

        Assert.Contains("less than 16 bytes", (await sink.SendAsync(Message(), default)).Reason);
        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("ftp://example.org/")]
    [InlineData("https://user:password@example.org/")]
    public void New_WithAnAddressThatIsNotSafe_IsRefused(string address) =>
        Assert.Throws<ArgumentException>(() => new WebhookSink(new() { Url = new(address), SecretFile = _secretFile }, _clock));

    private WebhookSink Sink(Uri url) => new(Options(url), _clock);

    private WebhookOptions Options(Uri url) => new() { Url = url, SecretFile = _secretFile, AllowPlainHttp = true, AllowPrivateAddresses = true };

    private static OutboxMessage Message() =>
        new(1, "", "k", new Dictionary<string, string> { [MessageHeaders.ContentType] = CloudEvent.ContentType, [MessageHeaders.TraceParent] = Trace }, "{}"u8.ToArray());
}
