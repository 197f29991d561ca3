using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Argus.Cli.Tests.Remote;

/// <summary>How pictures get to a server.</summary>
public sealed class UploadTests
{
    [Fact]
    public async Task Post_Picture_IsAFormWithItsBytesAndNotItsName()
    {
        IFormFile? file = null;
        byte[] bytes = [];
        await using var server = await FakeServer.StartAsync(async (http, _) =>
        {
            file = (await http.Request.ReadFormAsync()).Files.Single();
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            bytes = copy.ToArray();
            await FakeServer.WriteAsync(http, 200, Answers.Face());
        });
        using var client = new ClientUnderTest(server.Address);

        Assert.True((await client.DetectAsync()).Ok);

        Assert.Equal(("file", "picture.jpg", "image/jpeg"), (file!.Name, file.FileName, file.ContentType));
        Assert.Equal([1, 2, 3], bytes);
        var request = Assert.Single(server.Requests);
        Assert.Equal("/detect", request.Path);
        Assert.True(long.Parse(request.Headers["Content-Length"]) > 3);
        Assert.Equal("multipart/form-data", MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]).MediaType);
        Assert.DoesNotContain("Expect", request.Headers.Keys);
    }

    [Fact]
    public async Task Post_LargePicture_CostsNoMemory()
    {
        const long length = 256 * 1024 * 1024;
        long received = 0;
        await using var server = await FakeServer.StartAsync(async (http, _) =>
        {
            byte[] buffer = new byte[256 * 1024];
            while (await http.Request.Body.ReadAsync(buffer) is > 0 and var read)
                received += read;
            await FakeServer.WriteAsync(http, 200, Answers.Face());
        });
        using var client = new ClientUnderTest(server.Address);
        SetLength(client.PicturePath, length);
        long before = GC.GetTotalAllocatedBytes();

        Assert.True((await client.DetectAsync()).Ok);

        Assert.True(received > length);
        Assert.True(GC.GetTotalAllocatedBytes() - before < length / 2);
    }

    [Fact]
    public async Task Post_PictureThatIsRefusedByItsLength_IsNotSent()
    {
        await using var server = await FakeServer.StartAsync((http, _) =>
        {
            // Ends the connection: whoever sends on cannot hear the answer.
            http.Response.Headers.Connection = "close";
            return FakeServer.RefuseAsync(http, 413, "The body may have at most 20 bytes.");
        });
        using var client = new ClientUnderTest(server.Address);
        SetLength(client.PicturePath, 512 * 1024 * 1024);

        var reply = await client.DetectAsync();

        Assert.Equal("The picture is larger than the server takes (413: The body may have at most 20 bytes.).", reply.Trouble!.Sentence);
        Assert.Equal("100-continue", server.Requests[0].Headers["Expect"]);
    }

    [Fact]
    public async Task Post_PictureThatGetsShorterMeanwhile_FailsAloneAndIsNotSentAgain()
    {
        ClientUnderTest? client = null;
        await using var server = await FakeServer.StartAsync(async (http, _) =>
        {
            // The rest is far more than what is under way in the buffers of both sides.
            await http.Request.Body.ReadExactlyAsync(new byte[1000]);
            SetLength(client!.PicturePath, 100);
            await http.Request.Body.CopyToAsync(Stream.Null);
        });
        using (client = new ClientUnderTest(server.Address))
        {
            SetLength(client.PicturePath, 512 * 1024 * 1024);

            var reply = await client.DetectAsync();

            Assert.Equal("The file became shorter while it was sent.", reply.Trouble!.Sentence);
            Assert.False(reply.Trouble.ForAll);
            Assert.Single(server.Requests);
        }
    }

    // No block of the disk is written.
    private static void SetLength(string path, long length)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }
}
