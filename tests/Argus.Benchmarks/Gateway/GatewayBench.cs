using System.Globalization;
using System.Text;
using Argus.Benchmarks.EndToEnd;
using Argus.Kube.Api.Argus;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Benchmarks.Gateway;

/// <summary><c>./argus bench gateway</c>: what the gateway adds to a request, takes from the throughput, and needs of memory; nginx beside it.</summary>
internal static class GatewayBench
{
    private const int PerSecond = 500;
    private static readonly string[] Photos = ["phone_exif6.jpg", "t1.jpg"];
    private static readonly byte[] Small = [.. Encoding.ASCII.GetBytes("POST /embed/image HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"), .. Enumerable.Repeat((byte)'x', 1000)];

    /// <param name="rounds">How often each way is measured, in turn.</param>
    /// <param name="each">How long each time.</param>
    /// <param name="requests">Requests after which the gateway's memory must be what it was.</param>
    public static async Task RunAsync(int rounds, TimeSpan each, int requests)
    {
        int tiny = GatewayProcess.FreePort();
        await using var upstream = new ProgramRun("Argus.Benchmarks", ["upstream", $"{tiny}"], new Dictionary<string, string>());
        await using var gateway = await GatewayProcess.StartAsync();
        await gateway.RouteAsync("small", ModelTasks.ImageEmbedding, tiny, Small);
        using var nginx = NginxProcess.Start(tiny);
        Console.WriteLine($"{Environment.ProcessorCount} cores; caller, gateway and pod on the same machine; {rounds} rounds of {each.TotalSeconds:0} s, the ways in turn");
        // First, so that what follows is measured of a process that has been at work for a while.
        Memory(gateway, requests);
        Latency(gateway, tiny, nginx?.Port, rounds, each);
        if (TestData.Root is not null)
            await ThroughputAsync(gateway, rounds, each);
    }

    private static void Latency(GatewayProcess gateway, int tiny, int? nginx, int rounds, TimeSpan each)
    {
        List<(string Name, int Port)> ways = [("direct", tiny), .. nginx is { } port ? [("nginx", port)] : Array.Empty<(string, int)>(), ("gateway", gateway.Port)];
        foreach (var (_, way) in ways)
            PacedLoop.Run(way, Small, PerSecond, each);
        var measured = ways.ToDictionary(w => w.Name, _ => new List<(double P50, double P99)>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (var (name, way) in ways)
            {
                double[] sorted = [.. PacedLoop.Run(way, Small, PerSecond, each).Order()];
                measured[name].Add((sorted[sorted.Length / 2] * 1000, sorted[(int)(0.99 * sorted.Length)] * 1000));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{PerSecond} requests/s of 1 kB, answers of 1 kB; medians of the rounds, what is added in the same round:");
        Console.WriteLine();
        Console.WriteLine("| way | p50 ms | p99 ms | added p50 ms | added p99 ms | added p99 in all rounds |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, _) in ways)
        {
            var added50 = measured[name].Zip(measured["direct"], (w, d) => w.P50 - d.P50).ToList();
            var added99 = measured[name].Zip(measured["direct"], (w, d) => w.P99 - d.P99).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median(measured[name].Select(m => m.P50)):0.000} | {Median(measured[name].Select(m => m.P99)):0.000} | {Median(added50):0.000} | {Median(added99):0.000} | {added99.Min():0.000} to {added99.Max():0.000} |"));
        }
    }

    private static async Task ThroughputAsync(GatewayProcess gateway, int rounds, TimeSpan each)
    {
        using var server = new ServerProcess(Path.Combine(TestData.Repository, "tests", "packs", "det500m-mobilefacenet.yaml"));
        using var nginx = NginxProcess.Start(server.Port);
        await gateway.RouteAsync("faces", ModelTasks.FaceAnalysis, server.Port, HttpLoop.Detect(File.ReadAllBytes(TestData.At("photos", Photos[0]))));
        Console.WriteLine();
        Console.WriteLine("Photos for a model server, 4 in flight; the part is the median of the rounds:");
        Console.WriteLine();
        Console.WriteLine("| photo | bytes | direct images/s | through nginx | through the gateway | nginx / direct | gateway / direct | gateway CPU ms each |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string name in Photos)
        {
            byte[] photo = File.ReadAllBytes(TestData.At("photos", name));
            byte[] request = HttpLoop.Detect(photo);
            using var direct = new HttpLoop(server.Port, server.Id, request, 4);
            using var through = new HttpLoop(gateway.Port, gateway.Id, request, 4);
            using var other = nginx is null ? null : new HttpLoop(nginx.Port, nginx.Id, request, 4);
            List<Measurement> plain = [], ours = [], theirs = [];
            direct.Run(each);
            for (int round = 0; round < rounds; round++)
            {
                plain.Add(direct.Run(each));
                if (other is not null)
                    theirs.Add(other.Run(each));
                ours.Add(through.Run(each));
            }

            string Part(List<Measurement> way) => way.Count == 0 ? "-" : Median(way.Zip(plain, (w, d) => w.PerSecond / d.PerSecond)).ToString("0.000", CultureInfo.InvariantCulture);
            string Rate(List<Measurement> way) => way.Count == 0 ? "-" : Measurement.Sum(way).PerSecond.ToString("0.0", CultureInfo.InvariantCulture);
            var sum = Measurement.Sum(ours);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {photo.Length} | {Rate(plain)} | {Rate(theirs)} | {Rate(ours)} | {Part(theirs)} | {Part(ours)} | {sum.CpuSeconds * 1000 / sum.Images:0.00} |"));
        }
    }

    private static void Memory(GatewayProcess gateway, int requests)
    {
        Console.WriteLine();
        Console.WriteLine($"Memory of the gateway over {requests:N0} requests of 1 kB, 16 in flight:");
        Console.WriteLine();
        Console.WriteLine("| requests | requests/s | CPU us each | resident MB | peak MB |");
        Console.WriteLine("|---|---|---|---|---|");
        using var loop = new HttpLoop(gateway.Port, gateway.Id, Small, 16);
        long done = 0, told = 0;
        while (done < requests)
        {
            var part = loop.Run(TimeSpan.FromSeconds(2));
            done += part.Images;
            if (done < told)
                continue;
            told = done + requests / 10;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {done} | {part.PerSecond:0} | {part.CpuSeconds * 1e6 / part.Images:0} | {ProcessFigures.ResidentBytes(gateway.Id) / 1e6:0} | {ProcessFigures.PeakBytes(gateway.Id) / 1e6:0} |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
