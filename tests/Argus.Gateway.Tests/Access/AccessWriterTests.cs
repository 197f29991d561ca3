using System.Diagnostics.Metrics;
using System.Text;
using Argus.Gateway.Access;
using Argus.Gateway.Proxying;
using Argus.ServiceDefaults.Metrics;
using Argus.Testing;

namespace Argus.Gateway.Tests.Access;

public sealed class AccessWriterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LogLines<AccessWriter> _log = new();

    [Fact]
    public async Task Write_ManyLines_AreAllThereInOrderAfterTheEnd()
    {
        using var output = new LineStream();
        var writer = Make(output);
        await writer.StartAsync(default);

        for (int i = 0; i < 5000; i++)
            writer.Write(Encoding.ASCII.GetBytes($"{{\"path\":\"/{i}\"}}\n"));
        await writer.StopAsync(default);

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"/{i}"), output.Lines.Select(l => l.GetProperty("path").GetString()));
        Assert.All(output.Writes, size => Assert.InRange(size, 1, AccessWriter.MostBytes));
    }

    [Fact]
    public async Task Write_WhileNobodyReads_NeverWaitsAndCountsWhatIsLeftOut()
    {
        using var metrics = new MetricsCollector(_services.GetRequiredService<IMeterFactory>(), GatewayMetrics.MeterName);
        using var output = new BlockedStream();
        var writer = Make(output);
        await writer.StartAsync(default);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 999) + "\n");
        writer.Write(line);
        await output.Reached.Task;

        for (int i = 0; i < 3000; i++)
            writer.Write(line);

        Assert.Matches(@"argus_gateway_access_log_dropped_total 19\d\d", metrics.Scrape());
        output.Open();
        await writer.StopAsync(default);
        Assert.InRange(output.Length, 1_000_000, 1_100_000);
    }

    [Fact]
    public async Task StopAsync_WhileNobodyReads_EndsWithItsPatience()
    {
        using var output = new BlockedStream();
        var writer = Make(output);
        await writer.StartAsync(default);
        writer.Write("x\n"u8);
        await output.Reached.Task;

        using var patience = new CancellationTokenSource();
        var stop = writer.StopAsync(patience.Token);
        Assert.False(stop.IsCompleted);
        await patience.CancelAsync();

        await stop;
    }

    [Fact]
    public async Task Write_ToABrokenOutput_EndsTheLogAndSaysSo()
    {
        using var output = new BrokenStream();
        var writer = Make(output);
        await writer.StartAsync(default);

        writer.Write("x\n"u8);
        await writer.StopAsync(default);
        writer.Write("y\n"u8);

        Assert.Contains("Broken pipe", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Write_OfALine_AllocatesNothing()
    {
        using var output = new LineStream();
        var writer = Make(output);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 99) + "\n");
        writer.Write(line);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            writer.Write(line);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose() => _services.Dispose();

    private AccessWriter Make(Stream output) => new(output, _services.GetRequiredService<IMeterFactory>(), _log);
}
