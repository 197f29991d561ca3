using Argus.Inference.Models;

namespace Argus.Inference.Tests.Models;

public sealed class DownloadTests : DownloadScene
{
    [Fact]
    public async Task Resolve_GoodServer_KeepsTheFileAndAsksOnce()
    {
        await using var server = await FileServer.OfAsync(Content);

        var first = await ResolveAsync(server.At("/f"));
        var second = await ResolveAsync(server.At("/f"));

        AssertArrived(first);
        AssertArrived(second);
        Assert.Equal(new Asked("/f", "", ""), Assert.Single(server.Requests));
        Assert.False(File.Exists(Target + ".part"));
        Assert.Equal((Content.Length, Content.Length), (Progress.All[^1].Bytes, Progress.All[^1].Total));
    }

    [Fact]
    public async Task Resolve_SlowServer_WaitsAsLongAsBytesCome()
    {
        var time = new ManualTime();
        await using var server = await FileServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = Content.Length;
            for (int sent = 0; sent < Content.Length; sent += 100_000)
            {
                await context.Response.Body.WriteAsync(Content.AsMemory(sent, 100_000));
                await Progress.Arrived(sent + 100_000);
                time.Advance(TimeSpan.FromSeconds(20));
            }
        });

        var resolution = await new ModelStore(Example.Options(Cache), time).ResolveAsync(PackAt(server.At("/f")), Progress);

        AssertArrived(resolution);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Resolve_ServerThatSendsNothing_IsGivenUpAfterTheTimeout()
    {
        await using var server = await FileServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var resolution = await new ModelStore(
            Example.Options(Cache) with { StallTimeout = TimeSpan.FromMilliseconds(150), Attempts = 2 }, TimeProvider.System).ResolveAsync(PackAt(server.At("/f")));

        AssertFault(resolution, PackFaultKind.DownloadFailed, "nothing came for 0.15 s");
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Resolve_FlippedByte_IsRefusedWithBothHashes()
    {
        byte[] flipped = [.. Content];
        flipped[1234] ^= 1;
        await using var server = await FileServer.OfAsync(flipped);

        var resolution = await ResolveAsync(server.At("/f"));

        AssertFault(resolution, PackFaultKind.WrongBytes, $"expected sha256 {Example.Sha256(Content)}, found {Example.Sha256(flipped)}");
        Assert.Single(server.Requests);
        Assert.DoesNotContain(Directory.GetFiles(Cache.Path), f => !f.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Resolve_OtherLengthAnnounced_IsRefusedUnread(int more)
    {
        await using var server = await FileServer.OfAsync(Example.Content(Content.Length + more));

        AssertFault(await ResolveAsync(server.At("/f")), PackFaultKind.DownloadFailed, $"it offers {Content.Length + more} bytes, expected {Content.Length}");

        Assert.Equal(0, new FileInfo(Target + ".part") is { Exists: true } part ? part.Length : 0);
    }

    [Fact]
    public async Task Resolve_MoreBytesThanThePackStates_StopsThere()
    {
        await using var server = await FileServer.StartAsync(async (context, _) =>
        {
            // Without a length, and without an end.
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(Content, context.RequestAborted);
        });

        AssertFault(await ResolveAsync(server.At("/f")), PackFaultKind.DownloadFailed, $"it sends more than {Content.Length} bytes");

        Assert.False(File.Exists(Target + ".part"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Resolve_ServerInTrouble_IsAskedAgain(int status)
    {
        await using var server = await FileServer.StartAsync((context, n) => n < 2 ? Status(context, status) : FileServer.GiveAsync(context, Content));

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, Progress.Notes.Count(n => n.Contains($"HTTP {status}; again in")));
    }

    [Fact]
    public async Task Resolve_ServerInLastingTrouble_PausesTwiceAsLongEachTime()
    {
        await using var server = await FileServer.StartAsync((context, _) => Status(context, 500));
        var options = Example.Options(Cache) with { Attempts = 4, RetryDelay = TimeSpan.FromMilliseconds(10), MaxRetryDelay = TimeSpan.FromMilliseconds(30) };

        AssertFault(await new ModelStore(options, TimeProvider.System).ResolveAsync(PackAt(server.At("/f")), Progress), PackFaultKind.DownloadFailed, "HTTP 500");

        Assert.Equal(["0.01 s", "0.02 s", "0.03 s"], Progress.Notes.Select(n => n[(n.IndexOf("again in ", StringComparison.Ordinal) + 9)..]));
    }

    [Fact]
    public async Task Resolve_ServerAsksForPatience_WaitsAsLongButNotLonger()
    {
        await using var server = await FileServer.StartAsync((context, n) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return n == 0 ? Status(context, 503) : FileServer.GiveAsync(context, Content);
        });
        var options = Example.Options(Cache) with { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20) };

        AssertArrived(await new ModelStore(options, TimeProvider.System).ResolveAsync(PackAt(server.At("/f")), Progress));

        Assert.EndsWith("again in 0.02 s", Assert.Single(Progress.Notes));
    }

    [Fact]
    public async Task Resolve_FirstAddressGone_TakesTheSecond()
    {
        await using var server = await FileServer.StartAsync((context, _) => context.Request.Path == "/gone" ? Status(context, 404) : FileServer.GiveAsync(context, Content));

        AssertArrived(await ResolveAsync(server.At("/gone"), server.At("/good")));

        Assert.Equal(["/gone", "/good"], server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Resolve_NoAddressWorks_NamesEachWithItsReasonAndTheFoldersSearched()
    {
        await using var server = await FileServer.StartAsync((context, _) => Status(context, context.Request.Path == "/gone" ? 404 : 500));
        var dead = new Uri("http://127.0.0.1:1/f");

        var resolution = await ResolveAsync(server.At("/gone"), server.At("/broken"), dead);

        AssertFault(resolution, PackFaultKind.DownloadFailed, $"{server.At("/gone")}: HTTP 404; {server.At("/broken")}: HTTP 500; 127.0.0.1 cannot be reached: Connection refused");
        Assert.Contains($"Searched: {Cache.Path}.", resolution.Explanation);
        Assert.Contains("ARGUS_MODEL_PATH", resolution.Explanation);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 0)]
    public async Task Resolve_HostOutOfReach_IsAskedAgainOnlyWhereThatIsWanted(bool retry, int retries)
    {
        await using var server = await FileServer.OfAsync(Content);
        var options = Example.Options(Cache) with { RetryUnreachable = retry };

        AssertArrived(await new ModelStore(options, TimeProvider.System).ResolveAsync(PackAt(new("http://127.0.0.1:1/f"), new("http://127.0.0.1:1/g"), server.At("/f")), Progress));

        Assert.Equal(retries, Progress.Notes.Count());
    }

    [Fact]
    public async Task Resolve_AllOnAHostOutOfReach_SaysSoOnceAFile()
    {
        var options = Example.Options(Cache) with { RetryUnreachable = false };
        var dead = new Uri("http://127.0.0.1:1/f");
        var pack = Example.Pack(Example.File(Content, dead, dead), Example.File([1], dead) with { Name = "other.onnx", Role = ModelRole.Detector });

        var resolution = await new ModelStore(options, TimeProvider.System).ResolveAsync(pack, Progress);

        const string Why = "could not be downloaded. 127.0.0.1 cannot be reached: Connection refused (127.0.0.1:1).";
        Assert.Equal([$"{Example.FileName} {Why}", $"other.onnx {Why}"], resolution.Faults.Select(f => f.Message));
        Assert.Equal(3, resolution.Explanation.Split('\n').Length);
    }

    [Fact]
    public async Task Resolve_Redirected_Follows()
    {
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            if (context.Request.Path == "/final")
                return FileServer.GiveAsync(context, Content);
            context.Response.Redirect("/final");
            return Task.CompletedTask;
        });

        AssertArrived(await ResolveAsync(server.At("/f")));
    }

    [Theory]
    [InlineData("/f", "redirects more than 5 times")]
    [InlineData("file:///etc/hostname", "redirects from http to file, which is refused")]
    public async Task Resolve_RedirectedBadly_IsRefused(string location, string reason)
    {
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        AssertFault(await ResolveAsync(server.At("/f")), PackFaultKind.DownloadFailed, reason);

        Assert.True(server.Requests.Count <= 6);
    }

    [Fact]
    public async Task Run_RedirectedFromHttpsToHttp_IsRefused()
    {
        using var http = new HttpClient(new Downgrade());

        var result = await new Transfer(http, new ModelStoreOptions(), TimeProvider.System)
            .RunAsync(new Uri("https://example.org/f"), new PartialFile(Cache.At("f.part")), 1, (_, _) => { }, CancellationToken.None);

        Assert.Equal(TransferResult.GiveUp("it redirects from https to http, which is refused"), result);
    }

    [Fact]
    public async Task Resolve_FourAtOnce_DownloadsOnce()
    {
        var first = new TaskCompletionSource();
        await using var server = await FileServer.StartAsync(async (context, _) =>
        {
            await first.Task;
            await FileServer.GiveAsync(context, Content);
        });
        var waiting = new WaitingProgress(others: 3, first);

        var resolutions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Example.Store(Cache).ResolveAsync(PackAt(server.At("/f")), waiting))));

        Assert.All(resolutions, AssertArrived);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Resolve_CacheThatCannotBeWritten_SaysWhatToSet()
    {
        await using var server = await FileServer.OfAsync(Content);
        // A folder below a file can be made by nobody, not even by root, whom a read-only folder would not stop.
        var options = Example.Options(Cache) with { CachePath = Path.Combine(Cache.Write("file", [1]), "cache") };

        var resolution = await new ModelStore(options, TimeProvider.System).ResolveAsync(PackAt(server.At("/f")));

        AssertFault(resolution, PackFaultKind.CacheUnusable, "Set MODEL_CACHE_DIR");
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resolve_DiskTooSmall_IsToldBeforeTheDownload()
    {
        const long Huge = 1L << 60;
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            context.Response.ContentLength = Huge;
            return context.Response.Body.FlushAsync();
        });
        var file = Example.File(Content, server.At("/f")) with { Bytes = Huge };

        var resolution = await Example.Store(Cache).ResolveAsync(Example.Pack(file));

        AssertFault(resolution, PackFaultKind.CacheUnusable, $"{Huge} bytes are needed and");
    }

    [Fact]
    public async Task Resolve_SizeUnknown_IsBoundedAndChecked()
    {
        await using var server = await FileServer.OfAsync(Content);
        var pack = Example.Pack(Example.File(Content, server.At("/f")) with { Bytes = 0 });

        var small = await new ModelStore(Example.Options(Cache) with { MaxUnknownBytes = Content.Length - 1 }, TimeProvider.System).ResolveAsync(pack);
        var enough = await Example.Store(Cache).ResolveAsync(pack);

        AssertFault(small, PackFaultKind.DownloadFailed, "allowed where the pack states no size");
        AssertArrived(enough);
    }

    private sealed class Downgrade : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Found) { Headers = { Location = new Uri("http://example.org/f") } });
    }

    /// <summary>Opens a gate once so many callers wait for another one.</summary>
    private sealed class WaitingProgress(int others, TaskCompletionSource gate) : IProgress<ModelProgress>
    {
        private int _left = others;

        public void Report(ModelProgress value)
        {
            if (value.Note is not null && Interlocked.Decrement(ref _left) == 0)
                gate.SetResult();
        }
    }
}
