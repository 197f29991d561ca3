using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Jobs.Tests.Running;

namespace Argus.Jobs.Tests.Media;

/// <summary>Uploads of clumsy and of hostile callers; none leaves anything behind.</summary>
public sealed class UploadTests
{
    private static readonly byte[] Bitmap = [.. "BM"u8, .. new byte[12], 40, 0, 0, 0, .. new byte[40]];

    [Theory]
    [InlineData("ffd8ffe000104a46", "image/jpeg")]
    [InlineData("89504e470d0a1a0a0000", "image/png")]
    [InlineData("524946461000000057454250", "image/webp")]
    [InlineData("49492a00080000", "image/tiff")]
    [InlineData("4d4d002a000000", "image/tiff")]
    public async Task Create_Format_IsKnownByItsBytes(string start, string mime)
    {
        await using var host = await MediaHost.StartAsync();
        Assert.Equal(mime, (string)(await MediaHost.UploadAsync(host.Http, Convert.FromHexString(start), name: "evil.html"))["mime_type"]!);
    }

    [Fact]
    public async Task Create_Bitmap_IsKnownByItsBytes()
    {
        await using var host = await MediaHost.StartAsync();
        Assert.Equal("image/bmp", (string)(await MediaHost.UploadAsync(host.Http, Bitmap))["mime_type"]!);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("GIF89a", 415)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415)]
    [InlineData("<!doctype html><script>alert(1)</script>", 415)]
    [InlineData("BM is how this text begins, and it is no bitmap", 415)]
    [InlineData("%PDF-1.7", 415)]
    public async Task Create_NoPicture_IsRefused(string file, int status)
    {
        await using var host = await MediaHost.StartAsync();
        using var form = MediaHost.Form(Encoding.UTF8.GetBytes(file));
        await RefusedAsync(host, form, status);
    }

    [Theory]
    [InlineData(10_000, 201)]
    [InlineData(10_001, 413)]
    [InlineData(200_000, 413)]
    public async Task Create_Size_IsBounded(int size, int status)
    {
        await using var host = await MediaHost.StartAsync(maxBytes: 10_000);
        using var form = MediaHost.Form(MediaHost.Jpeg(size));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/entity/") { Content = form };
        // The answer comes before the body is sent.
        request.Headers.ExpectContinue = true;
        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 201 ? 1 : 0, await CountAsync(host));
    }

    [Fact]
    public async Task Create_WrongFields_AreAllNamed()
    {
        await using var host = await MediaHost.StartAsync();
        using var form = MediaHost.Form(null, label: "two\nlines", collection: "perhaps");
        var problem = await RefusedAsync(host, form, 422);

        Assert.Equal(["is_collection", "label"], problem["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Theory]
    [InlineData(null, "false", "file")]
    [InlineData("ffd8ff00", "true", "file")]
    public async Task Create_FileAndCollection_MustAgree(string? file, string collection, string field)
    {
        await using var host = await MediaHost.StartAsync();
        using var form = MediaHost.Form(file is null ? null : Convert.FromHexString(file), collection: collection);

        Assert.NotNull((await RefusedAsync(host, form, 422))["errors"]![field]);
    }

    [Fact]
    public async Task Create_FieldsTwice_IsRefused()
    {
        await using var host = await MediaHost.StartAsync();
        using var form = MediaHost.Form(MediaHost.Jpeg(20));
        form.Add(new StringContent("again"), "label");
        form.Add(new ByteArrayContent(MediaHost.Jpeg(20, 1)), "file", "b.jpg");

        Assert.Equal(["file", "label"], (await RefusedAsync(host, form, 422))["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "", 400)]
    [InlineData("multipart/form-data; boundary=x", "no boundary at all", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\nbreaks off", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u00ff breaks off", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n\r\nno headers\r\n--x--\r\n", 422)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: ;;;=\r\n\r\n?\r\n--x--\r\n", 422)]
    [InlineData("multipart/form-data", "--x--", 400)]
    [InlineData("multipart/form-data; boundary=\"\"", "--x--", 400)]
    [InlineData("application/json", "{}", 415)]
    [InlineData("image/jpeg", "x", 415)]
    public async Task Create_BrokenBody_IsRefused(string type, string body, int status)
    {
        await using var host = await MediaHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.Replace("\u00ff", "\u00ff\u00d8\u00ff", StringComparison.Ordinal)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        await RefusedAsync(host, content, status);
    }

    [Fact]
    public async Task Create_ThousandsOfParts_IsRefused()
    {
        await using var host = await MediaHost.StartAsync();
        using var form = new MultipartFormDataContent();
        for (int i = 0; i < 3000; i++)
            form.Add(new StringContent("x"), $"field{i}");
        await RefusedAsync(host, form, 400);
    }

    [Theory]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("a\u202Egpj.exe", "agpj.exe")]
    [InlineData("K\u00F6ln.jpg", "K\u00F6ln.jpg")]
    [InlineData("..", null)]
    [InlineData("  ", null)]
    public void Clean_HostileName_IsAPlainOne(string given, string? name) => Assert.Equal(name, Argus.Jobs.Media.FileNames.Clean(given));

    [Fact]
    public void Clean_LongName_IsCut() => Assert.Equal(254, Argus.Jobs.Media.FileNames.Clean(new string('n', 5000))!.Length);

    private static async Task<JsonObject> RefusedAsync(JobsHost host, HttpContent content, int status)
    {
        using var answer = await host.Http.PostAsync("/entity/", content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(0, await CountAsync(host));
        string folder = host.Services.GetService(typeof(Argus.Jobs.Configuration.JobsOptions)) is Argus.Jobs.Configuration.JobsOptions options ? Path.Combine(options.Data, "media") : "";
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "incoming")));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "files"), "*", SearchOption.AllDirectories));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<int> CountAsync(JobsHost host) => (await host.Http.GetFromJsonAsync<JsonObject>("/entity"))!["entities"]!.AsArray().Count;
}
