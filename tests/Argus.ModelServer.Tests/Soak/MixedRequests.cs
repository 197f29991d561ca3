using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Faults;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Soak;

/// <summary>A request and what must become of it.</summary>
/// <param name="Message">The request.</param>
/// <param name="Statuses">Status codes that are right.</param>
/// <param name="HangsUpAfter">When the caller goes, or null where it waits.</param>
internal sealed record MixedRequest(HttpRequestMessage Message, int[] Statuses, TimeSpan? HangsUpAfter = null);

/// <summary>What a day brings: photos small and large to every endpoint, errors, and callers that hang up.</summary>
internal static class MixedRequests
{
    private static readonly byte[][] Small = Photos("phone_exif6.jpg", "t1.jpg", "group19.jpg", "hopper.jpg", "astronaut.png", "einstein.webp", "zuckerberg_2_progressive.jpg", "stroller_cmyk.jpg", "noface_rocket.jpg");
    private static readonly byte[][] Large = Photos("person_a_12mp.jpg", "person_a_20mp.jpg", "person_a_36mp.jpg", "aniston_street.jpg");
    private static readonly byte[][] Broken = [.. HostilePictures.All().Where(p => p.Status == 400).Select(p => p.Bytes)];
    private static readonly byte[][] TooLarge = [.. HostilePictures.All().Where(p => p.Status == 413).Select(p => p.Bytes)];

    /// <summary>Request <paramref name="i"/> of the mix; each has a seed of its own.</summary>
    public static MixedRequest Of(int i)
    {
        var random = new Random(SoakSize.Seed * 100_003 + i);
        byte[] small = Pick(Small, random);
        return random.Next(100) switch
        {
            < 4 => Post("/detect", Bodies.Raw(Pick(Large, random), "image/jpeg"), 200),
            < 60 => Usual(small, random),
            < 65 => Post("/embed/batch", Batch(small, Pick(Broken, random), Pick(Small, random)), 200),
            < 80 => Sent(Pick(PictureEndpoints.OfFaces.Where(e => !e.IsBatch).ToArray(), random), Pick(Broken, random), 400),
            < 85 => Sent(PictureEndpoints.OfFaces[random.Next(7)], Pick(TooLarge, random), 413),
            < 88 => Post("/detect", Bodies.Raw(small, "text/plain"), 415),
            < 90 => Post("/detect?max_faces=many", Bodies.Raw(small, "image/jpeg"), 422),
            < 92 => new MixedRequest(new HttpRequestMessage(HttpMethod.Get, random.Next(2) == 0 ? "/metrics" : "/health"), [200]),
            _ => Usual(small, random) with { HangsUpAfter = TimeSpan.FromMilliseconds(random.Next(60)) },
        };
    }

    /// <summary>Sends it, and says what was wrong with the answer, or null.</summary>
    public static async Task<string?> SendAsync(this MixedRequest request, HttpClient http)
    {
        using var message = request.Message;
        using var hangUp = new CancellationTokenSource(request.HangsUpAfter ?? Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await http.SendAsync(message, hangUp.Token);
            return request.Statuses.Contains((int)response.StatusCode) ? null : $"{message.RequestUri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            return null;
        }
    }

    // Not every photo has a face: a comparison may then be refused.
    private static MixedRequest Usual(byte[] photo, Random random)
    {
        var endpoint = Pick(PictureEndpoints.OfFaces.ToArray(), random);
        return Sent(endpoint, photo, endpoint.NeedsFace ? [200, 400] : [200]);
    }

    private static MixedRequest Sent(PictureEndpoint endpoint, byte[] picture, params int[] statuses) =>
        Post(endpoint.Path, endpoint.Body(picture, ServerProcess.UsualFace), statuses);

    private static MixedRequest Post(string path, HttpContent body, params int[] statuses) =>
        new(new HttpRequestMessage(HttpMethod.Post, path) { Content = body }, statuses);

    private static StringContent Batch(params byte[][] pictures) =>
        Bodies.Json(new JsonObject { ["images"] = new JsonArray([.. pictures.Select(p => (JsonNode)Convert.ToBase64String(p))]) });

    private static T Pick<T>(T[] items, Random random) => items[random.Next(items.Length)];

    // Drawn pictures stand in where there are no photos.
    private static byte[][] Photos(params string[] names) => TestData.Root is null
        ? [Bodies.Face, LargePictures.Jpeg(1600, 1200), LargePictures.Png(1200, 900)]
        : [.. names.Select(n => File.ReadAllBytes(TestData.At("photos", n)))];
}
