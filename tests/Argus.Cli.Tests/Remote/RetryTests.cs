using System.Globalization;
using Argus.Testing;

namespace Argus.Cli.Tests.Remote;

/// <summary>What is asked again, how often, and after how long.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Post_BusyServer_IsAskedAgainWhenItSaid(int status)
    {
        await using var server = await FakeServer.StartAsync((http, n) => n <= 2 ? FakeServer.RefuseAsync(http, status, "Full.", "7") : FakeServer.WriteAsync(http, 200, Answers.Face()));
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.Single(reply.Value!.Faces);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(client.Time.Waits, wait => Assert.InRange(wait.TotalSeconds, 7, 7.7));
        Assert.Contains("Trying again in 7 s.", Assert.Single(client.Remarks));
    }

    [Fact]
    public async Task Post_BusyServerThatNamesAMoment_IsAskedAgainThen()
    {
        ClientUnderTest? client = null;
        await using var server = await FakeServer.StartAsync((http, n) => n == 1
            ? FakeServer.RefuseAsync(http, 503, "Full.", client!.Time.GetUtcNow().AddSeconds(20).ToString("R", CultureInfo.InvariantCulture))
            : FakeServer.WriteAsync(http, 200, Answers.Face()));
        using (client = new ClientUnderTest(server.Address))
        {
            Assert.True((await client.DetectAsync()).Ok);
            Assert.InRange(Assert.Single(client.Time.Waits).TotalSeconds, 20, 22);
        }
    }

    [Fact]
    public async Task Post_ServerThatStaysBusy_IsGivenUpWithinTheTime()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, 429, "Full."));
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.False(reply.Ok);
        Assert.False(reply.Trouble.ForAll);
        Assert.Equal("The server takes no more requests now (429: Full.). The time for one picture does not reach for another try (--timeout).", reply.Trouble.Sentence);
        // Back-off without an end, up to five seconds: some tries, not thousands.
        Assert.InRange(server.Requests.Count, 10, 30);
        Assert.True(client.Time.Waits.Sum(w => w.TotalSeconds) <= ClientUnderTest.Timeout.TotalSeconds);
    }

    [Fact]
    public async Task Post_BusyForLongerThanTheTime_IsGivenUpAtOnce()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, 503, "Full.", "3600"));
        using var client = new ClientUnderTest(server.Address);

        Assert.False((await client.DetectAsync()).Ok);
        Assert.Single(server.Requests);
        Assert.Empty(client.Time.Waits);
    }

    [Fact]
    public async Task Post_ConnectionCutTwice_IsAskedAgain()
    {
        await using var server = await FakeServer.StartAsync((http, n) => n <= 2 ? FakeServer.CutAsync(http) : FakeServer.WriteAsync(http, 200, Answers.Face()));
        using var client = new ClientUnderTest(server.Address);

        Assert.True((await client.DetectAsync()).Ok);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Post_AnswerCutInTheMiddle_IsAskedAgain()
    {
        await using var server = await FakeServer.StartAsync(async (http, n) =>
        {
            if (n == 1)
            {
                http.Response.ContentLength = 10_000;
                await FakeServer.WriteAsync(http, 200, """{"faces":""");
                await http.Response.Body.FlushAsync();
                http.Abort();
            }
            else
            {
                await FakeServer.WriteAsync(http, 200, Answers.Face());
            }
        });
        using var client = new ClientUnderTest(server.Address);

        Assert.True((await client.DetectAsync()).Ok);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Post_ServerThatFailsEveryTime_IsAskedFourTimes(int status)
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, status, "<html><body>Bad Gateway</body></html>", "text/html"));
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.Equal(4, server.Requests.Count);
        Assert.Equal($"The server, or what stands before it, failed on this request ({status}, text/html). Tried 4 times.", reply.Trouble!.Sentence);
        Assert.False(reply.Trouble.ForAll);
    }

    [Fact]
    public async Task Post_NothingListens_EndsAllAfterFourTries()
    {
        Uri address;
        await using (var server = await FakeServer.StartAsync(AnswerNothing))
            address = server.Address;
        using var client = new ClientUnderTest(address);

        var reply = await client.DetectAsync();

        Assert.Equal($"{address.Authority} cannot be reached: nothing listens there. Tried 4 times.", reply.Trouble!.Sentence);
        Assert.True(reply.Trouble.ForAll);
        Assert.Equal(3, client.Time.Waits.Count);
    }

    [Fact]
    public async Task Post_ServerThatGoesAfterItAnswered_IsWaitedForAsLongAsThereIsTime()
    {
        var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, Answers.Face()));
        using var client = new ClientUnderTest(server.Address);
        Assert.True((await client.DetectAsync()).Ok);
        await server.DisposeAsync();

        var reply = await client.DetectAsync();

        Assert.Contains("nothing listens there", reply.Trouble!.Sentence);
        Assert.True(client.Time.Waits.Count > 8);
    }

    [Fact]
    public async Task Post_ServerThatNeverAnswers_IsGivenUpWhenTheTimeIsOver()
    {
        await using var server = await FakeServer.StartAsync((http, _) => UntilGoneAsync(http.RequestAborted));
        var time = new FakeTimeProvider();
        using var client = new ClientUnderTest(server.Address, time: time);

        var asking = client.DetectAsync();
        await server.UntilAskedAsync(1);
        time.Advance(ClientUnderTest.Timeout);
        var reply = await asking;

        Assert.Equal("No answer within 60 s (--timeout).", reply.Trouble!.Sentence);
        Assert.False(reply.Trouble.ForAll);
        Assert.Equal("60000", server.Requests[0].Headers["X-Argus-Timeout-Ms"]);
    }

    [Fact]
    public async Task Post_CancelledByTheUser_IsCancelledNotFailed()
    {
        await using var server = await FakeServer.StartAsync((http, _) => UntilGoneAsync(http.RequestAborted));
        using var client = new ClientUnderTest(server.Address);
        using var cancel = new CancellationTokenSource();

        var asking = client.DetectAsync(cancel.Token);
        await server.UntilAskedAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task UntilGoneAsync(CancellationToken gone)
    {
        var end = new TaskCompletionSource();
        await using (gone.Register(end.SetResult))
            await end.Task;
    }

    private static Task AnswerNothing(Microsoft.AspNetCore.Http.HttpContext http, int number) => Task.CompletedTask;
}
