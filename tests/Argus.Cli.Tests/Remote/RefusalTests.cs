namespace Argus.Cli.Tests.Remote;

/// <summary>What is told of refusals, and of servers that are none of ours.</summary>
public sealed class RefusalTests
{
    private const string Key = "key-1234567890";

    [Theory]
    [InlineData(400, "The server cannot use the picture (400: Why.).", false)]
    [InlineData(401, "The server does not take this key (401: Why.).", true)]
    [InlineData(403, "This key may not be used for POST /detect (403: Why.).", true)]
    [InlineData(404, "has no POST /detect (404: Why.). Is the address right, and is a model for it deployed there?", true)]
    [InlineData(409, "That cannot be done as things stand (409: Why.).", false)]
    [InlineData(413, "The picture is larger than the server takes (413: Why.).", false)]
    [InlineData(415, "The server does not take pictures of this kind (415: Why.).", false)]
    [InlineData(422, "The server does not take this request (422: Why.).", false)]
    [InlineData(418, "The server answers with a status that has no meaning here (418: Why.).", false)]
    public async Task Post_Refused_IsExplainedAndNotAskedAgain(int status, string sentence, bool forAll)
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, status, "Why."));
        using var client = new ClientUnderTest(server.Address, Key);

        var reply = await client.DetectAsync();

        Assert.EndsWith(sentence, reply.Trouble!.Sentence);
        Assert.Equal(forAll, reply.Trouble.ForAll);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Post_WithoutAKeyWhereOneIsWanted_SaysHowToGiveIt(int status)
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, status, "Who are you?"));
        using var client = new ClientUnderTest(server.Address);

        Assert.Contains("--key-file, --key or ARGUS_KEY", (await client.DetectAsync()).Trouble!.Sentence);
        Assert.DoesNotContain("Authorization", server.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task Post_ServerThatRepeatsTheKey_ItIsNotShown()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, 401, $"Unknown: {http.Request.Headers.Authorization}"));
        using var client = new ClientUnderTest(server.Address, Key);

        var reply = await client.DetectAsync();

        Assert.Equal($"Bearer {Key}", server.Requests[0].Headers["Authorization"]);
        Assert.Equal("The server does not take this key (401: Unknown: Bearer ***).", reply.Trouble!.Sentence);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Post_RedirectElsewhere_IsNamedAndNeverFollowed(int status)
    {
        await using var elsewhere = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, Answers.Face()));
        await using var server = await FakeServer.StartAsync((http, _) =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (status, new Uri(elsewhere.Address, "detect").ToString());
            return Task.CompletedTask;
        });
        using var client = new ClientUnderTest(server.Address, Key);

        var reply = await client.DetectAsync();

        Assert.Empty(elsewhere.Requests);
        Assert.True(reply.Trouble!.ForAll);
        Assert.Contains($"sends on to {elsewhere.Address}detect ({status}); nothing was sent there", reply.Trouble.Sentence);
    }

    [Fact]
    public async Task Post_PageOfSomethingElse_EndsAll()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, "<html>Log in</html>", "text/html; charset=utf-8"));
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.EndsWith("answers POST /detect with text/html instead of JSON: is it Argus, or does something stand between?", reply.Trouble!.Sentence);
        Assert.True(reply.Trouble.ForAll);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"faces\":")]
    [InlineData("""{"faces":null,"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[null],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3],"det_score":1}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3,1e30],"det_score":1}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3,4],"det_score":1,"landmarks":[[1]]}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3,4],"det_score":1,"landmarks":[null]}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3,4],"det_score":1,"embedding":[]}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[{"bbox":[1,2,3,4],"det_score":1,"gender":"[red"}],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"a"}""")]
    [InlineData("""{"faces":[],"processing_time_ms":1,"image_width":1,"image_height":1,"orientation":1,"model_digest":"\u001b[2J"}""")]
    public async Task Post_AnswerThatIsNoneOfOurs_EndsAll(string body)
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, body));
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.Contains("is not an answer of Argus", reply.Trouble!.Sentence);
        Assert.True(reply.Trouble.ForAll);
        Assert.DoesNotContain('\u001b', reply.Trouble.Sentence);
    }

    [Fact]
    public async Task Post_WordsWithControlCharacters_AreShownWithoutThem()
    {
        await using var server = await FakeServer.StartAsync((http, _) => FakeServer.RefuseAsync(http, 400, @"a\u001b]0;title\u0007\nb" + new string('x', 10_000)));
        using var client = new ClientUnderTest(server.Address);

        string sentence = (await client.DetectAsync()).Trouble!.Sentence;

        Assert.DoesNotContain(sentence, char.IsControl);
        Assert.Contains("a ]0;title b", sentence);
        Assert.True(sentence.Length < 600);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Post_AnswerWithoutAnEnd_IsNotReadToIt(int status)
    {
        await using var server = await FakeServer.StartAsync(async (http, _) =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
            byte[] blanks = new byte[64 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(blanks, http.RequestAborted);
        });
        using var client = new ClientUnderTest(server.Address);

        var reply = await client.DetectAsync();

        Assert.False(reply.Ok);
        Assert.False(reply.Trouble.ForAll);
        Assert.Single(server.Requests);
    }
}
