using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Tracing;

/// <summary>A trace goes through the gateway: from the caller to the pod, and to the collector.</summary>
public sealed class TraceExportTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Export_OfARequest_HasTheCallersTraceAndThePodsParent(string protocol)
    {
        await using var collector = await Collector.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await using var gateway = await StartAsync(pod, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint(protocol)), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_SERVICE_NAME", "front"));

        await SendAsync(gateway, "01");
        await gateway.Program.TerminateAsync();

        Assert.Equal(0, gateway.Program.ExitCode);
        var spans = collector.Spans.Where(s => s.Trace == Trace).ToList();
        var answered = Assert.Single(spans, s => s.Kind == 2);
        var sent = Assert.Single(spans, s => s.Kind == 3);
        Assert.Equal((Caller, "front"), (answered.Parent, answered.Service));
        Assert.Equal(answered.Id, sent.Parent);
        Assert.Equal($"00-{Trace}-{sent.Id}-01", pod.Received[0].Headers["traceparent"]);
    }

    [Fact]
    public async Task Export_CallerRecordsNothing_NothingIsSentAndTheTraceGoesOn()
    {
        await using var collector = await Collector.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await using var gateway = await StartAsync(pod, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint("grpc")));

        await SendAsync(gateway, "00");
        await gateway.Program.TerminateAsync();

        Assert.DoesNotContain(collector.Spans, s => s.Trace == Trace);
        Assert.StartsWith($"00-{Trace}-", pod.Received[0].Headers["traceparent"]);
    }

    [Fact]
    public async Task Export_NotAskedFor_TheTraceGoesOnAllTheSame()
    {
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await using var gateway = await StartAsync(pod, ("OTEL_EXPORTER_OTLP_ENDPOINT", ""));

        await SendAsync(gateway, "01");

        Assert.StartsWith($"00-{Trace}-", pod.Received[0].Headers["traceparent"]);
    }

    [Fact]
    public async Task Export_CollectorIsAway_RequestsAndShutdownGoOn()
    {
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await using var gateway = await StartAsync(pod, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{FaceServer.FreePort()}"));

        await SendAsync(gateway, "01");
        await gateway.Program.TerminateAsync();

        Assert.Equal(0, gateway.Program.ExitCode);
    }

    private static Task<GatewayProcess> StartAsync(UpstreamPod pod, params (string Name, string Value)[] environment) =>
        GatewayProcess.StartAsync(Given.Deployment("faces"), pod.Address, environment.Append((Name: "AUTH_DISABLED", Value: "true")).ToDictionary(e => e.Name, e => e.Value));

    private static async Task SendAsync(GatewayProcess gateway, string flags)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = gateway.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StringContent("x") };
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-{flags}");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
