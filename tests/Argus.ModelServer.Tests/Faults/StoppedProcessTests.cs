using System.Net;
using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>The process is told to end, or killed, while it works.</summary>
public sealed class StoppedProcessTests
{
    private const int Calls = 6;

    /// <summary>Below the 30 s that a pod gets.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Sigterm_UnderLoad_AnswersWhatIsUnderWayRefusesNewAndExitsWith0()
    {
        await using var server = await ServerProcess.StartAsync(ServerProcess.UsualPack);
        var calls = Begin(server);
        await server.WorkIsAsync(Calls);

        await server.SignalAsync("TERM");
        await RefusesNewAsync(server);
        foreach (var response in await Task.WhenAll(calls))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Empty((await response.JsonAsync())["errors"]!.AsArray());
        }

        Assert.Equal(0, await server.ExitAsync(Bound));
    }

    [Fact]
    public async Task Sigkill_UnderLoad_ServesAgainAfterAStart()
    {
        await using var killed = await ServerProcess.StartAsync(ServerProcess.UsualPack);
        var calls = Begin(killed);
        await killed.WorkIsAsync(Calls);
        await killed.SignalAsync("KILL");
        foreach (var call in calls)
            await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Equal(128 + 9, await killed.ExitAsync(Bound));

        await using var again = await ServerProcess.StartAsync(ServerProcess.UsualPack, killed.Port);
        using var response = await again.Http.PostAsync("/detect", Bodies.Raw(ServerProcess.UsualFace, "image/jpeg"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty((await response.JsonAsync())["faces"]!.AsArray());
    }

    /// <summary>Calls with pictures that take some tenths of a second each, all at once: what is sent is made before.</summary>
    private static List<Task<HttpResponseMessage>> Begin(ServerProcess server)
    {
        string picture = Convert.ToBase64String(LargePictures.Png(2000, 2000));
        var bodies = Enumerable.Range(0, Calls).Select(_ => Bodies.Json(new JsonObject { ["images"] = new JsonArray([.. Enumerable.Repeat(picture, 10).Select(p => (JsonNode)p)]) })).ToList();
        return [.. bodies.Select(body => server.Http.PostAsync("/embed/batch", body))];
    }

    /// <summary>Returns when a new connection is refused; until the signal has arrived it may be answered.</summary>
    private static async Task RefusesNewAsync(ServerProcess server)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (true)
        {
            try
            {
                using var client = new HttpClient { BaseAddress = server.Http.BaseAddress };
                using var response = await client.PostAsync("/detect", Bodies.Raw(Pictures.Blank, "image/bmp"), limit.Token);
                Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
