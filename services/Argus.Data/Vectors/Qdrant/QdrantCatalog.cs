using System.Net;
using System.Text.Json;

namespace Argus.Data.Vectors.Qdrant;

/// <summary>
/// Which collections there are. The model digest stands in the collection's own metadata, so that every program that looks can see it.
/// It is asked for at every call and never remembered: another process may have dropped the collection and made it anew for another model.
/// </summary>
internal sealed class QdrantCatalog(QdrantHttp http, QdrantOptions options)
{
    private const string DigestKey = "argus_model_digest";

    /// <summary>What a name is pinned to; null where there is no such collection.</summary>
    /// <param name="name">Of the collection.</param>
    /// <param name="adopt">Whose digest to pin it to where it has none and the options allow it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="VectorStoreRefusedException">It is no collection of this kind.</exception>
    public async Task<VectorCollection?> FindAsync(string name, VectorCollection? adopt, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(HttpMethod.Get, $"collections/{name}", null, cancellationToken);
        if (answer.IsMissing)
            return null;
        var config = answer.Result.GetProperty("config");
        if (!config.GetProperty("params").TryGetProperty("vectors", out var vectors) || !vectors.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number
            || vectors.GetProperty("distance").GetString() != "Cosine")
            throw new VectorStoreRefusedException($"Collection '{name}' in Qdrant was not made by Argus: it needs one unnamed vector with cosine distance.");
        if (config.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty(DigestKey, out var digest) && digest.GetString() is { } pinned)
            return new VectorCollection(name, size.GetInt32(), pinned);
        if (adopt is null || !options.AdoptUnpinned)
        {
            throw new VectorStoreRefusedException(
                $"Collection '{name}' in Qdrant says nowhere of which model its vectors are. Either another program made it: drop it, or let Argus adopt it where it is of the model in use. "
                + "Or Qdrant is older than 1.16 and keeps no metadata.");
        }

        await http.SendAsync(HttpMethod.Patch, $"collections/{name}", QdrantJson.Object(w => WriteDigest(w, adopt)), cancellationToken);
        return new VectorCollection(name, size.GetInt32(), adopt.ModelDigest);
    }

    public async Task<VectorCollection> MakeAsync(VectorCollection collection, CancellationToken cancellationToken)
    {
        if (await FindAsync(collection.Name, collection, cancellationToken) is { } there)
            return there;
        var body = QdrantJson.Object(writer =>
        {
            writer.WriteStartObject("vectors");
            writer.WriteNumber("size", collection.Dimension);
            writer.WriteString("distance", "Cosine");
            writer.WriteEndObject();
            WriteDigest(writer, collection);
        });
        var answer = await http.SendAsync(HttpMethod.Put, $"collections/{collection.Name}", body, cancellationToken);

        // 409: somebody else was quicker, and may have pinned it to another model.
        if (answer.Status != HttpStatusCode.Conflict)
            await IndexAsync(collection.Name, cancellationToken);
        return await FindAsync(collection.Name, collection, cancellationToken)
            ?? throw new VectorStoreUnavailableException($"Collection '{collection.Name}' was dropped while it was made.");
    }

    private static void WriteDigest(Utf8JsonWriter writer, VectorCollection collection)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString(DigestKey, collection.ModelDigest);
        writer.WriteEndObject();
    }

    // Without it every filter on the media store id looks at every payload.
    private async Task IndexAsync(string name, CancellationToken cancellationToken) =>
        await http.SendAsync(
            HttpMethod.Put,
            $"collections/{name}/index?wait=true",
            QdrantJson.Object(writer =>
            {
                writer.WriteString("field_name", VectorPayload.MediaStoreIdField);
                writer.WriteString("field_schema", "integer");
            }),
            cancellationToken);
}
