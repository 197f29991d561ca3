using System.Net;
using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>Every hostile picture to every endpoint of a real process: its status and a sentence, bounded memory, and the next good request works.</summary>
public sealed class HostileInputTests
{
    /// <summary>
    /// A server with these graphs at rest takes up to 250; a picture of 40 MP takes 120 as RGB, a progressive one up to 240 more for its
    /// coefficients; /verify works on two at once, of which one is small here.
    /// </summary>
    private const double MostMegabytes = 700;

    [Fact]
    public Task FaceEndpoints_HostilePictures_AreRefusedAndTheNextGoodWorks() => AskAsync(ServerProcess.UsualPack, PictureEndpoints.OfFaces, ServerProcess.UsualFace);

    [Fact]
    public Task ImageEndpoint_HostilePictures_AreRefusedAndTheNextGoodWorks() => AskAsync(RunningServer.SelftestFolder, PictureEndpoints.OfImages, Bodies.Face);

    private static async Task AskAsync(string pack, IReadOnlyList<PictureEndpoint> endpoints, byte[] good)
    {
        await using var server = await ServerProcess.StartAsync(pack);
        foreach (var picture in HostilePictures.All())
        {
            foreach (var endpoint in endpoints)
            {
                using var response = await server.Http.PostAsync(endpoint.Path, endpoint.Body(picture.Bytes, good));
                await CheckAsync(picture, endpoint, response);
            }

            using var next = await server.Http.PostAsync("/detect", Bodies.Raw(good, "application/octet-stream"));
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
            Assert.NotEmpty((await next.JsonAsync())["faces"]!.AsArray());
            Assert.True(server.PeakMegabytes < MostMegabytes, $"{picture.Name}: {server.PeakMegabytes} MB");
        }

        Assert.Equal((0, 0), await server.WorkAsync());
    }

    private static async Task CheckAsync(HostilePicture picture, PictureEndpoint endpoint, HttpResponseMessage response)
    {
        if (endpoint.IsBatch)
        {
            var body = await response.JsonAsync();
            var errors = body["errors"]!.AsArray();
            Assert.NotNull(body["embeddings"]![1]);
            Assert.True(picture.Status == (errors.Count == 0 ? 200 : (int)errors[0]!["status"]!), $"{picture.Name}: {errors.ToJsonString()}");
            return;
        }

        int status = picture.Status == 200 && endpoint.NeedsFace ? 400 : picture.Status;
        Assert.True(status == (int)response.StatusCode, $"{picture.Name}, {endpoint.Path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (status == 200)
            return;
        JsonNode problem = await response.ProblemAsync(status);
        Assert.EndsWith(".", (string)problem["detail"]!);
    }
}
