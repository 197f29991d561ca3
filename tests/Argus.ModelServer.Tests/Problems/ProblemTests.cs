using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Problems;

[Collection(OnSharedServer.Name)]
public sealed class ProblemTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task UnknownPath_Is404() => await (await _http.GetAsync("/nowhere")).ProblemAsync(404);

    [Fact]
    public async Task WrongMethod_Is405AndNamesTheRightOne()
    {
        var response = await _http.GetAsync("/detect");
        await response.ProblemAsync(405);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("video/mp4")]
    public async Task OtherContentType_Is415(string type) =>
        await (await _http.PostAsync("/detect", Bodies.Raw(Bodies.Face, type))).ProblemAsync(415);

    [Fact]
    public async Task NoContentType_Is415() => await (await _http.PostAsync("/detect", new ByteArrayContent(Bodies.Face))).ProblemAsync(415);

    [Fact]
    public async Task CompressedBody_Is415()
    {
        var body = Bodies.Raw(Bodies.Face, "image/png");
        body.Headers.ContentEncoding.Add("gzip");
        await (await _http.PostAsync("/detect", body)).ProblemAsync(415);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a picture")]
    [InlineData("\u0089PNG\r\n\u001a\nbroken")]
    public async Task NoPicture_Is400(string content)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(content);
        await (await _http.PostAsync("/detect", Bodies.Raw(bytes, "image/png"))).ProblemAsync(400);
        await (await _http.PostAsync("/detect", Bodies.Multipart(("file", bytes)))).ProblemAsync(400);
        await (await _http.PostAsync("/embed", Bodies.Multipart(("file", bytes)))).ProblemAsync(400);
        await (await _http.PostAsync("/embed/image", Bodies.Raw(bytes, "image/png"))).ProblemAsync(400);
    }

    [Fact]
    public async Task TruncatedPicture_Is400AndTheNextWorks()
    {
        var problem = await (await _http.PostAsync("/detect", Bodies.Raw(Bodies.Face[..(Bodies.Face.Length / 2)], "image/png"))).ProblemAsync(400);
        Assert.StartsWith("Invalid image format. Supported: JPEG, PNG, WebP, BMP, TIFF", (string)problem["detail"]!);
        Assert.Equal(HttpStatusCode.OK, (await _http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"))).StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"image\":\"QUJD}")]
    public async Task MalformedJson_Is400(string json) => await (await _http.PostAsync("/detect", Bodies.Json(json))).ProblemAsync(400);

    [Theory]
    [InlineData("####")]
    [InlineData("QUJ")]
    [InlineData("data:image/png,QUJD")]
    [InlineData("data:image/png;base64")]
    public async Task MalformedBase64_Is400(string text) =>
        await (await _http.PostAsync("/extract-embedding", Bodies.Json("{\"image_base64\":\"" + text + "\"}"))).ProblemAsync(400);

    [Theory]
    [InlineData("{\"image\":\"\\u0041\u00ff\"}")]
    [InlineData("{\"image\":\"\\ud800AAA\"}")]
    [InlineData("{\"\\ud800aaa\":1,\"image\":\"####\"}")]
    [InlineData("{\"\u00ff\\n\":1,\"image\":\"####\"}")]
    public async Task JsonThatIsNoText_Is400(string json)
    {
        var body = new ByteArrayContent(Encoding.Latin1.GetBytes(json));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await (await _http.PostAsync("/detect", body)).ProblemAsync(400);
    }

    [Theory]
    [InlineData("multipart/form-data", 400)]
    [InlineData("multipart/form-data; boundary=", 400)]
    [InlineData("multipart/form-data; boundary=other", 400)]
    [InlineData("multipart/mixed; boundary=b", 415)]
    public async Task MalformedMultipart_IsRefused(string type, int status)
    {
        var body = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=file\r\n\r\nabc\r\n--b--"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        await (await _http.PostAsync("/detect", body)).ProblemAsync(status);
    }

    [Fact]
    public async Task TooManyPixels_Is413() =>
        await (await _http.PostAsync("/detect", Bodies.Raw(Pictures.Bitmap(30_000, 30_000), "image/bmp"))).ProblemAsync(413);

    [Fact]
    public async Task TooManyBytes_Is413BeforeTheBodyIsRead()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(shared.Server.Address.Host, shared.Server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 50000000\r\n\r\n"u8.ToArray());
        // Not one byte of the body is sent.
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task TooManyBytesInChunks_Is413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StreamContent(new MemoryStream(new byte[21 * 1024 * 1024 + 1])) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        await (await _http.SendAsync(request)).ProblemAsync(413);
    }

    [Fact]
    public async Task BodyThatBreaksOff_HarmsNoOne()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(shared.Server.Address.Host, shared.Server.Address.Port);
            await socket.GetStream().WriteAsync("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 5000\r\n\r\nabc"u8.ToArray());
        }

        Assert.Equal(HttpStatusCode.OK, (await _http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"))).StatusCode);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("BREW /detect HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n")]
    public async Task BrokenHttp_IsAClientError(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(shared.Server.Address.Host, shared.Server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        string? status = await reader.ReadLineAsync();
        Assert.Matches("^HTTP/1.1 (400|505)", status);
    }

    [DataFact]
    public async Task MalformedPhotos_AreClientErrors()
    {
        foreach (string file in Directory.EnumerateFiles(TestData.At("photos", "malformed")))
        {
            var response = await _http.PostAsync("/detect", Bodies.Raw(await File.ReadAllBytesAsync(file), "image/png"));
            if (Path.GetFileName(file) == "truncated.jpg" && response.IsSuccessStatusCode)
                continue;
            await response.ProblemAsync(Path.GetFileName(file)[0] is '6' or '2' ? 413 : 400);
        }
    }
}
