using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Contracts.Search;
using Argus.Data.Vectors;
using Argus.Jobs.Stores;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Search;

/// <summary><c>POST /search/images</c> and <c>POST /search/faces</c>.</summary>
/// <param name="services">The store of vectors is taken when it is first asked: one that cannot be opened must not keep the jobs from going on.</param>
/// <param name="reader">Reads bodies.</param>
/// <param name="model">Embeds photos.</param>
/// <param name="log">Told of faults that callers are not.</param>
internal sealed class SearchEndpoints(IServiceProvider services, SearchRequestReader reader, PhotoModel model, ILogger<SearchEndpoints> log)
{
    /// <summary>Searches that may be under way: each may hold a photo.</summary>
    private const int Places = 32;

    private int _taken;

    /// <summary>200 with what is like the given picture.</summary>
    public Task ImagesAsync(HttpContext http) => AnswerAsync(http, SearchKind.Images);

    /// <summary>200 with what is like the given face.</summary>
    public Task FacesAsync(HttpContext http) => AnswerAsync(http, SearchKind.Faces);

    private async Task AnswerAsync(HttpContext http, SearchKind kind)
    {
        var outcome = await InPlaceAsync(http, kind);
        await (outcome.Ok ? http.Response.WriteAsJsonAsync(outcome.Value, ContractsJson.Default.SearchResponse, cancellationToken: http.RequestAborted) : outcome.Refusal.WriteAsync(http));
    }

    private async Task<Outcome<SearchResponse>> InPlaceAsync(HttpContext http, SearchKind kind)
    {
        bool isFree = Interlocked.Increment(ref _taken) <= Places;
        try
        {
            return isFree ? await TrySearchAsync(http, kind) : new Refusal(503, "Too many searches are under way.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
        finally
        {
            Interlocked.Decrement(ref _taken);
        }
    }

    private async Task<Outcome<SearchResponse>> TrySearchAsync(HttpContext http, SearchKind kind)
    {
        try
        {
            var request = await reader.ReadAsync(http, kind);
            return request.Ok ? await SearchAsync(request.Value, kind, http.RequestAborted) : request.Refusal;
        }
        catch (ModelMismatchException e)
        {
            return new Refusal(409, e.Message);
        }
        catch (VectorStoreException e)
        {
            Log.StoreFailed(log, e.Message);
            return new Refusal(503, "The store of vectors is away or does not work.") { RetryAfter = TimeSpan.FromSeconds(e is VectorStoreUnavailableException ? 2 : 30) };
        }
    }

    private async Task<Outcome<SearchResponse>> SearchAsync(SearchRequest request, SearchKind kind, CancellationToken cancel)
    {
        PhotoVector? photo = null;
        if (request.Picture is not null)
        {
            var embedded = await model.EmbedAsync(request, kind, cancel);
            if (!embedded.Ok)
                return embedded.Refusal;
            photo = embedded.Value;
        }

        var vectors = services.GetRequiredService<IVectorStore>();
        var pinned = await vectors.FindAsync(kind.Collection, cancel);
        if (pinned is null)
            return request.Id is { } none ? Unknown(none, kind) : new SearchResponse { Collection = kind.Collection, Threshold = request.Threshold, Face = photo?.Face, Results = [] };
        if (Mismatch(request, photo, pinned) is { } mismatch)
            return mismatch;
        float[]? vector = request.Vector ?? photo?.Vector;
        if (request.Id is { } id)
        {
            vector = (await vectors.GetAsync(pinned, [id], cancel)).SingleOrDefault()?.Vector;
            if (vector is null)
                return Unknown(id, kind);
        }

        // The point that is asked by is like itself most of all, and no answer.
        var query = new VectorQuery(vector!, request.Limit + (request.Id is null ? 0 : 1)) { Threshold = request.Threshold, Filter = request.Filter };
        var hits = await vectors.SearchAsync(pinned, query, cancel);
        return new SearchResponse
        {
            Collection = kind.Collection,
            ModelDigest = pinned.ModelDigest,
            Threshold = request.Threshold,
            Face = photo?.Face,
            Results = [.. hits.Where(h => h.Id != request.Id).Take(request.Limit).Select(Result)],
        };
    }

    private static Refusal? Mismatch(SearchRequest request, PhotoVector? photo, VectorCollection pinned)
    {
        string? digest = request.ModelDigest ?? photo?.ModelDigest;
        float[]? vector = request.Vector ?? photo?.Vector;
        if (digest is not null && digest != pinned.ModelDigest)
            return new Refusal(409, $"The vectors of '{pinned.Name}' are of model {pinned.ModelDigest}, and this one is of {digest}: vectors of two models do not compare.");
        return vector is not null && vector.Length != pinned.Dimension
            ? new Refusal(422, $"vector: has {vector.Length} values, and those of '{pinned.Name}' have {pinned.Dimension}.")
            : null;
    }

    private static Refusal Unknown(PointId id, SearchKind kind) =>
        new(404, $"There is no point {id} in '{kind.Collection}': a picture gets there by a job {(kind.IsFaces ? JobTasks.FaceEmbedding : JobTasks.ImageEmbedding)}.");

    private static SearchResult Result(VectorHit hit)
    {
        var payload = hit.Payload;
        return new SearchResult
        {
            PointId = hit.Id.Number is { } number ? JsonSerializer.SerializeToElement((long)number, ContractsJson.Default.Int64) : JsonSerializer.SerializeToElement(hit.Id.ToString(), ContractsJson.Default.String),
            MediaStoreId = payload.MediaStoreId,
            Score = hit.Score,
            FaceIndex = payload.FaceIndex,
            Bbox = payload.Box is { } box ? new JobBox(box.X, box.Y, box.Width, box.Height) : null,
            Confidence = payload.Fields.TryGetValue(PointFields.Confidence, out var value) ? value.Value switch { double d => d, long n => n, _ => null } : null,
        };
    }
}
