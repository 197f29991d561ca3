using Argus.Inference.Models;

namespace Argus.Inference.Tests.Models;

public sealed class ResumeTests : DownloadScene
{
    [Fact]
    public async Task Resolve_CutOffHalfWay_GoesOnWhereItStopped()
    {
        await using var server = await FileServer.StartAsync((context, n) => n == 0
            ? FileServer.BreakAsync(context, Content, 100_000, Progress.Arrived(100_000))
            : FileServer.GiveAsync(context, Content));

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(["", "bytes=100000-"], server.Requests.Select(r => r.Range));
        Assert.Contains("the connection failed after 100000 bytes", Assert.Single(Progress.Notes));
    }

    [Fact]
    public async Task Resolve_CutOffMoreOftenThanAttempts_ArrivesAsLongAsBytesCome()
    {
        await using var server = await FileServer.StartAsync(async (context, n) =>
        {
            int from = n * 30_000;
            context.Response.StatusCode = n == 0 ? 200 : 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{Content.Length - 1}/{Content.Length}";
            context.Response.ContentLength = Content.Length - from;
            await context.Response.Body.WriteAsync(Content.AsMemory(from, 30_000));
            await context.Response.Body.FlushAsync();
            await Progress.Arrived(from + 30_000);
            if (from + 30_000 < Content.Length)
                context.Abort();
        });

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public async Task Resolve_ServerWithoutRanges_StartsAgain()
    {
        await using var server = await FileServer.StartAsync(async (context, n) =>
        {
            if (n == 0)
            {
                await FileServer.BreakAsync(context, Content, 100_000, Progress.Arrived(100_000));
                return;
            }

            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content);
        });

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal("bytes=100000-", server.Requests[1].Range);
    }

    [Fact]
    public async Task Resolve_ProcessKilledHalfWay_GoesOnAtTheNextStart()
    {
        File.WriteAllBytes(Target + ".part", Content[..120_000]);
        await using var server = await FileServer.OfAsync(Content);

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal("bytes=120000-", Assert.Single(server.Requests).Range);
    }

    [Fact]
    public async Task Resolve_ProcessKilledBeforeTheRename_AsksForNothing()
    {
        File.WriteAllBytes(Target + ".part", Content);
        await using var server = await FileServer.OfAsync(Content);

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(120_000)]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task Resolve_PartOfAnotherFile_StartsAgain(int bytes)
    {
        File.WriteAllBytes(Target + ".part", Example.Content(bytes, seed: 2));
        await using var server = await FileServer.OfAsync(Content);

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal("", server.Requests[^1].Range);
    }

    [Fact]
    public async Task Resolve_ChangedMeanwhile_TellsTheVersionAndTakesTheNewFile()
    {
        byte[] old = Example.Content(seed: 3);
        await using var server = await FileServer.StartAsync(async (context, n) =>
        {
            context.Response.Headers.ETag = n == 0 ? "\"old\"" : "\"new\"";
            if (n == 0)
            {
                await FileServer.BreakAsync(context, old, 100_000, Progress.Arrived(100_000));
                return;
            }

            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content);
        });

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(new Asked("/f", "bytes=100000-", "\"old\""), server.Requests[1]);
    }

    [Fact]
    public async Task Resolve_RangeFromAnotherByte_StartsAgain()
    {
        File.WriteAllBytes(Target + ".part", Content[..1000]);
        await using var server = await FileServer.StartAsync((context, n) =>
        {
            if (n > 0)
                return FileServer.GiveAsync(context, Content);
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes 500-{Content.Length - 1}/{Content.Length}";
            return context.Response.Body.WriteAsync(Content.AsMemory(500)).AsTask();
        });

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(["bytes=1000-", ""], server.Requests.Select(r => r.Range));
        Assert.Contains("did not go on at the byte asked for", Assert.Single(Progress.Notes));
    }

    [Fact]
    public async Task Resolve_RangeRefused_StartsAgain()
    {
        File.WriteAllBytes(Target + ".part", Content[..1000]);
        await using var server = await FileServer.StartAsync((context, n) =>
        {
            if (n > 0)
                return FileServer.GiveAsync(context, Content);
            context.Response.StatusCode = 416;
            return Task.CompletedTask;
        });

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal(["bytes=1000-", ""], server.Requests.Select(r => r.Range));
    }

    [Fact]
    public async Task Resolve_FewerBytesThanAnnouncedEachTime_IsGivenUp()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.BreakAsync(context, Content, 500, Progress.Arrived(500)));

        AssertFault(await ResolveAsync(server.At("/f")), PackFaultKind.DownloadFailed, "the connection failed after");

        Assert.True(server.Requests.Count <= 2 * new ModelStoreOptions().Attempts);
    }

    [Fact]
    public async Task Resolve_CleanEndTooEarly_IsTriedAgainFromThere()
    {
        await using var server = await FileServer.StartAsync((context, n) => n == 0
            ? context.Response.Body.WriteAsync(Content.AsMemory(0, 777)).AsTask()
            : FileServer.GiveAsync(context, Content));

        AssertArrived(await ResolveAsync(server.At("/f")));

        Assert.Equal("bytes=777-", server.Requests[1].Range);
    }

    [Fact]
    public async Task Resolve_Cancelled_KeepsWhatArrived()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.BreakAsync(context, Content, 100_000, Task.Delay(Timeout.Infinite, context.RequestAborted)));
        using var cancel = new CancellationTokenSource();
        var resolving = Example.Store(Cache).ResolveAsync(PackAt(server.At("/f")), Progress, cancel.Token);
        await Progress.Arrived(100_000);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
        Assert.Equal(Content[..100_000], File.ReadAllBytes(Target + ".part"));
    }
}
