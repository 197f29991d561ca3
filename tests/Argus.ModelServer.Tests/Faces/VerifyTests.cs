using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faces;

[Collection(OnSharedServer.Name)]
public sealed class VerifyTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Verify_SameFace_IsVerifiedAtThePacksThreshold()
    {
        var body = await (await _http.PostAsync("/verify", Bodies.Multipart(("file1", Bodies.Face), ("file2", Bodies.Face)))).JsonAsync();
        Assert.Equal(1, (double)body["similarity"]!, 3);
        Assert.True((bool)body["verified"]!);
        Assert.Equal(shared.Server.Models.State.Models!.Pack.Pack.VerifyThreshold, (float)body["threshold"]!);
        Assert.Equal(4, body["face1"]!["bbox"]!.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(body["face1"], body["face2"]));
    }

    [Fact]
    public async Task Verify_JsonWithOwnThreshold_UsesIt()
    {
        var json = new JsonObject { ["image1"] = Bodies.FaceBase64, ["image2"] = Bodies.FaceBase64, ["threshold"] = -0.5 };
        var body = await (await _http.PostAsync("/verify", Bodies.Json(json))).JsonAsync();
        Assert.Equal(-0.5, (double)body["threshold"]!);
    }

    [Fact]
    public async Task Verify_NoFace_Is400AndSaysWhichPicture()
    {
        var problem = await (await _http.PostAsync("/verify", Bodies.Multipart(("file1", Bodies.Face), ("file2", Pictures.Blank)))).ProblemAsync(400);
        Assert.Contains("Picture 2", (string)problem["detail"]!);
    }

    [Fact]
    public async Task Verify_MissingPictureAndWrongThreshold_NamesBoth()
    {
        var problem = await (await _http.PostAsync("/verify", Bodies.Json("""{"image1":"QQ==","threshold":2}"""))).ProblemAsync(422);
        Assert.Equal(["image2", "threshold"], problem["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_RawBody_Is415() =>
        await (await _http.PostAsync("/verify", Bodies.Raw(Bodies.Face, "image/png"))).ProblemAsync(415);
}
