using System.Text.Json.Nodes;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;

namespace Argus.ServiceDefaults.Tests.Problems;

public sealed class RefusalTests
{
    [Fact]
    public async Task Write_WithMembers_PutsThemBesideTheOthers()
    {
        var body = await WriteAsync(new Refusal(409, "There is one.") { Members = new Dictionary<string, string> { ["job_id"] = "x" } });

        Assert.Equal(["type", "title", "status", "detail", "job_id"], body.Select(p => p.Key));
        Assert.Equal("x", (string)body["job_id"]!);
    }

    [Fact]
    public async Task Write_WithoutMembers_AddsNone() => Assert.Equal(["type", "title", "status", "detail"], (await WriteAsync(new Refusal(404, "There is none."))).Select(p => p.Key));

    private static async Task<JsonObject> WriteAsync(Refusal refusal)
    {
        using var bytes = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = bytes } };
        await refusal.WriteAsync(http);
        return (JsonObject)JsonNode.Parse(bytes.ToArray())!;
    }
}
