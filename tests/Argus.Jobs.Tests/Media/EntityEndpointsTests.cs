using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.Jobs.Tests.Media;

public sealed class EntityEndpointsTests
{
    private static readonly byte[] Picture = MediaHost.Jpeg(100_000);

    [Fact]
    public async Task Create_Picture_TellsWhatItIs()
    {
        await using var host = await MediaHost.StartAsync();
        var body = await MediaHost.UploadAsync(host.Http, Picture, "my_image", "image.jpg");

        Assert.Equal(1, (long)body["id"]!);
        Assert.Equal("my_image", (string)body["label"]!);
        Assert.False((bool)body["is_collection"]!);
        Assert.Equal("image.jpg", (string)body["file_name"]!);
        Assert.Equal("image/jpeg", (string)body["mime_type"]!);
        Assert.Equal(Picture.Length, (long)body["size"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Picture)), (string)body["sha256"]!);
        Assert.InRange((long)body["created_at"]!, 1_700_000_000_000, 4_000_000_000_000);
        Assert.Equal(body.ToJsonString(), (await host.Http.GetFromJsonAsync<JsonObject>("/entity/1"))!.ToJsonString());
        Assert.Equal(2, (long)(await MediaHost.UploadAsync(host.Http, Picture))["id"]!);
    }

    [Fact]
    public async Task Create_Collection_HasNoFile()
    {
        await using var host = await MediaHost.StartAsync();
        using var form = MediaHost.Form(null, "holiday", collection: "true");
        using var answer = await host.Http.PostAsync("/entity", form);

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("/entity/1", answer.Headers.Location!.ToString());
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.True((bool)body["is_collection"]!);
        Assert.Null(body["sha256"]);
        using var file = await host.Http.GetAsync("/entity/1/file");
        Assert.Equal(404, (int)file.StatusCode);
    }

    [Fact]
    public async Task File_Whole_CannotBeMistakenForAPage()
    {
        await using var host = await MediaHost.StartAsync();
        var body = await UploadAsync(host.Http, "Content-Disposition: form-data; name=\"file\"; filename=\"../x\u202E\\\"; \u00e9 evil.html\"\r\nContent-Type: text/html");
        using var answer = await host.Http.GetAsync("/entity/1/file");

        Assert.Equal(Picture, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal($"\"{body["sha256"]}\"", answer.Headers.ETag!.Tag);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; sandbox"], answer.Headers.GetValues("Content-Security-Policy"));
        var disposition = answer.Content.Headers.ContentDisposition!;
        Assert.Equal(("inline", "\"; \u00e9 evil.html"), (disposition.DispositionType, disposition.FileNameStar));
        Assert.Equal(["bytes"], answer.Headers.AcceptRanges);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 9)]
    [InlineData("bytes=5-", 5, 99_999)]
    [InlineData("bytes=-7", 99_993, 99_999)]
    [InlineData("bytes=99990-500000", 99_990, 99_999)]
    public async Task File_Range_IsThatPart(string range, int from, int to)
    {
        await using var host = await MediaHost.StartAsync();
        await MediaHost.UploadAsync(host.Http, Picture);
        using var answer = await MediaHost.AskAsync(host.Http, "GET", "/entity/1/file", ("Range", range));

        Assert.Equal(206, (int)answer.StatusCode);
        Assert.Equal($"bytes {from}-{to}/{Picture.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(Picture[from..(to + 1)], await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "Range", "bytes=100000-", 416)]
    [InlineData("GET", "Range", "bytes=abc", 200)]
    [InlineData("GET", "Range", "bytes=0-1,3-4", 200)]
    [InlineData("GET", "If-None-Match", "ETAG", 304)]
    [InlineData("GET", "If-None-Match", "\"other\"", 200)]
    [InlineData("GET", "If-None-Match", "*", 304)]
    [InlineData("GET", "If-Match", "\"other\"", 412)]
    [InlineData("GET", "If-Match", "ETAG", 200)]
    [InlineData("HEAD", "If-None-Match", "ETAG", 304)]
    [InlineData("HEAD", "X-Nothing", "1", 200)]
    public async Task File_Condition_IsHeeded(string method, string header, string value, int status)
    {
        await using var host = await MediaHost.StartAsync();
        var body = await MediaHost.UploadAsync(host.Http, Picture);
        using var answer = await MediaHost.AskAsync(host.Http, method, "/entity/1/file", (header, value.Replace("ETAG", $"\"{body["sha256"]}\"", StringComparison.Ordinal)));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 && method == "GET" ? Picture.Length : 0, (await answer.Content.ReadAsByteArrayAsync()).Length);
        if (status == 200)
            Assert.Equal(Picture.Length, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(true, 206)]
    [InlineData(false, 200)]
    public async Task File_IfRange_TakesThePartOnlyOfTheSameFile(bool same, int status)
    {
        await using var host = await MediaHost.StartAsync();
        var body = await MediaHost.UploadAsync(host.Http, Picture);
        using var answer = await MediaHost.AskAsync(host.Http, "GET", "/entity/1/file", ("Range", "bytes=0-1"), ("If-Range", same ? $"\"{body["sha256"]}\"" : "\"other\""));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task List_Pages_HaveEveryEntityOnce()
    {
        await using var host = await MediaHost.StartAsync();
        for (int i = 0; i < 5; i++)
            await MediaHost.UploadAsync(host.Http, MediaHost.Jpeg(50, i));
        List<long> ids = [];
        string? cursor = "";
        while (cursor is not null)
        {
            var page = (await host.Http.GetFromJsonAsync<JsonObject>($"/entity?limit=2{cursor}"))!;
            ids.AddRange(page["entities"]!.AsArray().Select(e => (long)e!["id"]!));
            cursor = (string?)page["next_cursor"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal([5, 4, 3, 2, 1], ids);
    }

    [Theory]
    [InlineData("/entity?limit=0", 422)]
    [InlineData("/entity?limit=1001", 422)]
    [InlineData("/entity?cursor=x", 422)]
    [InlineData("/entity/x", 422)]
    [InlineData("/entity/-1", 422)]
    [InlineData("/entity/99999999999999999999", 422)]
    [InlineData("/entity/7", 404)]
    [InlineData("/entity/7/file", 404)]
    [InlineData("/entity/7/results", 404)]
    public async Task Get_WhatIsNotThere_IsAProblem(string path, int status)
    {
        await using var host = await MediaHost.StartAsync();
        using var answer = await host.Http.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Delete_Entity_TakesItsFile()
    {
        await using var host = await MediaHost.StartAsync();
        await MediaHost.UploadAsync(host.Http, Picture);

        int[] statuses = [await StatusAsync("DELETE", "/entity/1"), await StatusAsync("DELETE", "/entity/1"), await StatusAsync("GET", "/entity/1/file")];

        Assert.Equal(new[] { 204, 404, 404 }, statuses);

        async Task<int> StatusAsync(string method, string path)
        {
            using var answer = await MediaHost.AskAsync(host.Http, method, path);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Results_LaterOfOneTask_Counts()
    {
        await using var host = await MediaHost.StartAsync();
        await MediaHost.UploadAsync(host.Http, Picture);
        string[] jobs = [Guid.NewGuid().ToString(), Guid.NewGuid().ToString()];
        for (int i = 0; i < 3; i++)
        {
            using var put = await PostAsync(host.Http, string.Create(CultureInfo.InvariantCulture, $$"""{"job_id":"{{jobs[i / 2]}}","task_type":"face_detection","result":{"face_count":{{i}} } }"""));
            Assert.Equal(204, (int)put.StatusCode);
        }

        var result = Assert.Single((await host.Http.GetFromJsonAsync<JsonObject>("/entity/1/results"))!["results"]!.AsArray())!;

        Assert.Equal(jobs[1], (string)result["job_id"]!);
        Assert.Equal("""{"face_count":2}""", result["result"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"job_id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","task_type":"face_detection","result":{"a":"\ud800"}}""", 400)]
    [InlineData("""{"job_id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","task_type":"\ud800","result":{}}""", 400)]
    [InlineData("{}", 422)]
    [InlineData("""{"job_id":1,"task_type":"face_detection","result":{}}""", 422)]
    [InlineData("""{"job_id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","task_type":"cooking","result":{}}""", 422)]
    [InlineData("""{"job_id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","task_type":"face_detection","result":1}""", 422)]
    public async Task Results_BadBody_IsRefused(string body, int status)
    {
        await using var host = await MediaHost.StartAsync();
        await MediaHost.UploadAsync(host.Http, Picture);
        using var answer = await PostAsync(host.Http, body);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    // As no well-behaved client would write it.
    private static async Task<JsonObject> UploadAsync(HttpClient http, string headers)
    {
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes($"--b\r\n{headers}\r\n\r\n"), .. Picture, .. "\r\n--b--\r\n"u8]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var answer = await http.PostAsync("/entity", content);
        Assert.Equal(201, (int)answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string json)
    {
        using var content = new StringContent(json, null, "application/json");
        return await http.PostAsync("/entity/1/results", content);
    }
}
