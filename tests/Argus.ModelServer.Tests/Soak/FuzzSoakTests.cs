using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Faults;
using Argus.ModelServer.Tests.Running;
using Xunit.Abstractions;

namespace Argus.ModelServer.Tests.Soak;

/// <summary>Mutated pictures of every format in mutated requests to a real process: no crash, no hang, no fault of ours, bounded memory.</summary>
[Collection(OnQuietMachine.Name)]
public sealed class FuzzSoakTests(ITestOutputHelper output)
{
    /// <summary>At rest up to 250; a header that was changed may claim up to 40 MP, of 120 as RGB, on each of four callers.</summary>
    private const double MostMegabytes = 250 + 4 * 120;

    [Fact]
    public async Task Pictures_OfEveryFormat_AreReadUnmutated()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (byte[] picture in PictureSeeds.All)
        {
            using var response = await server.Http.PostAsync("/detect", Bodies.Raw(picture, "application/octet-stream"));
            Assert.True(response.IsSuccessStatusCode, $"{Convert.ToHexString(picture.AsSpan(0, 8))}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task MutatedPictures_AreAnsweredOrRefused()
    {
        int count = SoakSize.Of(20_000, 600);
        await using var server = await ServerProcess.StartAsync(ServerProcess.UsualPack);
        int[] statuses = new int[600];
        await SoakSize.ForEachAsync(0, count, async i =>
        {
            using var request = RequestOf(i);
            using var response = await server.Http.SendAsync(request);
            string text = await response.Content.ReadAsStringAsync();
            int status = (int)response.StatusCode;
            Interlocked.Increment(ref statuses[status]);
            Assert.True(status < 500, $"request {i}: {status} {text}");
            if (status != 200)
                Assert.Equal(status, (int)JsonNode.Parse(text)!["status"]!);
        });
        output.WriteLine($"{count} mutated requests, seed {SoakSize.Seed}: {string.Join(", ", statuses.Index().Where(s => s.Item > 0).Select(s => $"{s.Item} x {s.Index}"))}; peak {server.PeakMegabytes:F0} MB, at the end {server.ResidentMegabytes:F0} MB");

        // The pictures that are whole are read: else this would prove nothing of the decoders.
        Assert.True(statuses[200] > count / 20 && statuses[400] > count / 20);
        Assert.False(server.HasExited);
        Assert.Equal((0, 0), await server.WorkAsync());
        Assert.True(server.PeakMegabytes < MostMegabytes, $"{server.PeakMegabytes} MB");
        using var next = await server.Http.PostAsync("/detect", Bodies.Raw(ServerProcess.UsualFace, "application/octet-stream"));
        Assert.True(next.IsSuccessStatusCode);
    }

    /// <summary>Request <paramref name="i"/>: each has a seed of its own, so that one that fails can be made again alone.</summary>
    private static HttpRequestMessage RequestOf(int i)
    {
        var random = new Random(SoakSize.Seed * 100_003 + i);
        byte[] picture = Mutation.Of(PictureSeeds.All[random.Next(PictureSeeds.All.Count)], random);
        var endpoint = PictureEndpoints.OfFaces[random.Next(PictureEndpoints.OfFaces.Count)];
        var content = endpoint.Body(picture, ServerProcess.UsualFace);
        if (random.Next(8) == 0)
        {
            // The request around the picture is damaged too.
            byte[] body = Mutation.Of(content.ReadAsByteArrayAsync().GetAwaiter().GetResult(), random);
            var damaged = new ByteArrayContent(body);
            damaged.Headers.TryAddWithoutValidation("Content-Type", content.Headers.ContentType!.ToString());
            content = damaged;
        }

        return new HttpRequestMessage(HttpMethod.Post, endpoint.Path) { Content = content };
    }
}
