using System.Collections.Concurrent;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.ModelServer.Tests.Soak;

/// <summary>Resident memory of a server process under long use.</summary>
[Collection(OnQuietMachine.Name)]
public sealed class MemorySoakTests(ITestOutputHelper output)
{
    /// <summary>
    /// What may come on top after the first look: arrays for bodies are kept for the next (of 16 MiB for the largest photos in base64), and
    /// the collector and the C library give memory back late. A leak of 10 kB a request would be 90 at the end.
    /// </summary>
    private const double ToleratedMegabytes = 48;

    [Fact]
    public async Task MixedRequests_LeaveMemoryFlatAndNothingUnderWay()
    {
        int[] looks = SoakSize.Full ? [1_000, 5_000, 10_000] : [300, 500];
        await using var server = await ServerProcess.StartAsync(ServerProcess.UsualPack);
        var faults = new ConcurrentBag<string>();
        List<(int Requests, double Megabytes)> resident = [(0, server.ResidentMegabytes)];
        foreach (int until in looks)
        {
            int done = resident[^1].Requests;
            await SoakSize.ForEachAsync(done, until - done, async i =>
            {
                if (await MixedRequests.Of(i).SendAsync(server.Http) is { } fault)
                    faults.Add($"request {i}: {fault}");
            });
            // Callers that hung up are gone when their work is.
            await server.WorkIsAsync(0);
            resident.Add((until, server.ResidentMegabytes));
        }

        output.WriteLine($"{looks[^1]} mixed requests, {SoakSize.InFlight} in flight, seed {SoakSize.Seed}: resident {string.Join(", ", resident.Select(r => $"{r.Megabytes:F0} MB after {r.Requests}"))}; peak {server.PeakMegabytes:F0} MB");
        Assert.Empty(faults);
        Assert.All(resident.Skip(2), r => Assert.True(r.Megabytes < resident[1].Megabytes + ToleratedMegabytes, $"{resident[1].Megabytes} MB, then {r.Megabytes} MB"));
    }

    [DataFact]
    public async Task DetectorAndRecognizer_StayBelow250Megabytes()
    {
        int count = SoakSize.Of(2_000, 150);
        await using var server = await ServerProcess.StartAsync(ServerProcess.ReferencePack("det500m-mobilefacenet-only"));
        double ready = server.ResidentMegabytes;
        byte[][] photos = [.. ((string[])["phone_exif6.jpg", "t1.jpg", "group19.jpg"]).Select(p => File.ReadAllBytes(TestData.At("photos", p)))];
        await SoakSize.ForEachAsync(0, count, async i =>
        {
            using var response = await server.Http.PostAsync("/detect", Bodies.Raw(photos[i % photos.Length], "image/jpeg"));
            Assert.True(response.IsSuccessStatusCode);
        });
        output.WriteLine($"{count} requests, {SoakSize.InFlight} in flight: {ready:F0} MB when ready, {server.ResidentMegabytes:F0} MB at the end, peak {server.PeakMegabytes:F0} MB");
        Assert.True(server.PeakMegabytes < 250, $"{server.PeakMegabytes} MB");
    }
}
