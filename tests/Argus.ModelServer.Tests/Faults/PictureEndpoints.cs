using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>A way to send a picture.</summary>
/// <param name="Path">The path.</param>
/// <param name="Body">From a picture, and a good one beside it where two are compared, to the body.</param>
internal sealed record PictureEndpoint(string Path, Func<byte[], byte[], HttpContent> Body)
{
    /// <summary>A pair of pictures is compared: without a face in both there is nothing to compare.</summary>
    public bool NeedsFace => Path == "/verify";

    /// <summary>Pictures that fail are told of one by one in an answer of 200.</summary>
    public bool IsBatch => Path == "/embed/batch";
}

/// <summary>Every path that takes a picture, in every form that it takes.</summary>
internal static class PictureEndpoints
{
    public static IReadOnlyList<PictureEndpoint> OfFaces { get; } =
    [
        new("/detect", Raw),
        new("/detect", File),
        new("/detect", (p, _) => Json("image", p)),
        new("/extract-embedding", (p, _) => Json("image_base64", p)),
        new("/embed", Raw),
        new("/embed", File),
        new("/embed", (p, _) => Json("image", p)),
        new("/embed/batch", (p, good) => Bodies.Json(new JsonObject { ["images"] = new JsonArray(Convert.ToBase64String(p), Convert.ToBase64String(good)) })),
        new("/verify", (p, good) => Bodies.Multipart(("file1", good), ("file2", p))),
        new("/verify", (p, good) => Bodies.Json(new JsonObject { ["image1"] = Convert.ToBase64String(p), ["image2"] = Convert.ToBase64String(good) })),
    ];

    public static IReadOnlyList<PictureEndpoint> OfImages { get; } = [new("/embed/image", Raw), new("/embed/image", File)];

    private static HttpContent Raw(byte[] picture, byte[] good) => Bodies.Raw(picture, "image/png");

    private static HttpContent File(byte[] picture, byte[] good) => Bodies.Multipart(("file", picture));

    private static HttpContent Json(string field, byte[] picture) => Bodies.Json(new JsonObject { [field] = Convert.ToBase64String(picture) });
}
