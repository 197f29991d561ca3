using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Media;

namespace Argus.Jobs.Video;

/// <summary>Finds out whom tracks are like.</summary>
/// <param name="services">The store of vectors is taken when it is first asked.</param>
/// <param name="media">Knows what pictures are called.</param>
internal sealed class TrackNames(IServiceProvider services, IMediaStore media)
{
    // Of those that are alike enough, one that has a name goes before a nameless one that is more alike.
    private const int Hits = 10;

    // It is told with each face.
    private const int LongestName = 80;
    private static readonly string[] NameFields = ["name", "label"];

    /// <summary>What a collection is pinned to; null where there is none.</summary>
    public Task<VectorCollection?> FindAsync(string collection, CancellationToken cancel) => services.GetRequiredService<IVectorStore>().FindAsync(collection, cancel);

    /// <summary>Whom a track is like; null where nobody is alike enough.</summary>
    /// <param name="collection">Where to look; its vectors are of the same model.</param>
    /// <param name="track">Who.</param>
    /// <param name="threshold">Least cosine.</param>
    /// <param name="video">Its number in the media store: points of it are nobody.</param>
    /// <param name="cancel">Breaks it off.</param>
    public async Task<VideoTag?> TagAsync(VectorCollection collection, FaceTrack track, double threshold, long video, CancellationToken cancel)
    {
        var query = new VectorQuery(track.BestVector, Hits) { Threshold = (float)threshold, Filter = VectorFilter.NotOfMedia(video) };
        var hits = await services.GetRequiredService<IVectorStore>().SearchAsync(collection, query, cancel);
        foreach (var hit in hits)
        {
            if (await NameAsync(hit.Payload, cancel) is { } name)
                return Tag(hit, name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)] + "…");
        }

        return hits.Count > 0 ? Tag(hits[0], null) : null;
    }

    private async Task<string?> NameAsync(VectorPayload payload, CancellationToken cancel)
    {
        foreach (string field in NameFields)
        {
            if (payload.Fields.TryGetValue(field, out var value) && value.Value is string { Length: > 0 } text)
                return text;
        }

        return await media.LabelAsync(payload.MediaStoreId, cancel);
    }

    private static VideoTag Tag(VectorHit hit, string? name)
    {
        var id = hit.Id.Number is { } number ? JsonSerializer.SerializeToElement((long)number, ContractsJson.Default.Int64) : JsonSerializer.SerializeToElement(hit.Id.ToString(), ContractsJson.Default.String);
        return new VideoTag(name, Math.Round(hit.Score, 6), id, hit.Payload.MediaStoreId);
    }
}
