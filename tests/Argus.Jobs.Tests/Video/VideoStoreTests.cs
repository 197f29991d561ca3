using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Tests.Vectors.Pgvector;
using Argus.Data.Tests.Vectors.Qdrant;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Pgvector;
using Argus.Data.Vectors.Qdrant;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Work;
using Argus.Testing;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Video;

/// <summary>Tracks looked up and kept in each store of vectors.</summary>
public sealed class VideoStoreTests : IAsyncLifetime
{
    private static readonly VectorCollection Known = new("known", 4, FakePlatform.Digest);
    private readonly TemporaryFolder _videos = new();
    private FakeQdrant? _qdrant;
    private PgliteServer? _pgvector;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _videos.Dispose();
        if (_qdrant is not null)
            await _qdrant.DisposeAsync();
        if (_pgvector is not null)
            await _pgvector.DisposeAsync();
    }

    [FfmpegTheory]
    [InlineData("embedded")]
    [InlineData("qdrant")]
    [InlineData("pgvector")]
    public async Task VideoFaces_KnownFaces_AreTaggedAndTracksKept(string store)
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { VideoFolder = _videos.Path }, vectors: await OpenAsync(store));
        await stage.Vectors.UpsertAsync(Known, [Point(21, [1, 0, 0, 0], "anna"), Point(22, [0, 1, 0, 0], "ben"), Point(23, [0.1f, 0.995f, 0, 0], null)]);
        byte[] film = Film();
        stage.Platform.File = (_, http) => http.Response.Body.WriteAsync(film).AsTask();
        stage.Platform.NumberOf = frame => frame.Length switch { < 1500 => 0, < 7000 => 1, _ => 2 };
        // Anna; then somebody who is most like a nameless picture, and enough like Ben; then nobody who is known.
        float[][] seen = [[0.96f, 0.28f, 0, 0], [0.08f, 0.997f, 0, 0], [0, 0, 1, 0]];
        stage.Platform.Detect = (part, http) => FakePlatform.WriteFacesAsync(http, 1, vector: _ => seen[part]);
        await stage.WorkAsync();

        var job = await stage.UntilAsync((await stage.CreateVideoAsync(7, new() { Threshold = 0.9, Collection = Known.Name, Store = true })).Id, JobState.Completed, JobState.Error);

        Assert.True(job.State == JobState.Completed, job.Error);
        var tracks = JsonNode.Parse(job.Result!)!["tracks"]!.AsArray();
        Assert.Equal([(0, "anna", 21), (2, "ben", 22), (4, null, 0)], tracks.Select(t => ((double)t!["start"]!, (string?)t["tag"]?["name"], (int?)t["tag"]?["point_id"] ?? 0)));
        Assert.Equal([0.96, 0.997], tracks.Take(2).Select(t => Math.Round((double)t!["tag"]!["similarity"]!, 3)));
        var kept = (await stage.Vectors.ScrollAsync(Known, new(100))).Points.Where(p => p.Payload.MediaStoreId == 7);
        Assert.Equal(tracks.Select(t => (string)t!["point_id"]!).Order(), kept.Select(p => p.Id.ToString()).Order());
    }

    // A model that sees no more than their lengths tells its frames apart: of one color, of figures, of noise.
    private static byte[] Film()
    {
        using var films = new Films();
        string[] inputs = ["color=gray", "testsrc", "nullsrc=s=128x96,geq=random(1)*255:128:128"];
        return File.ReadAllBytes(films.Make(
            "film.mp4",
            [.. inputs.SelectMany(input => (string[])["-f", "lavfi", "-t", "2", "-i", $"{input},scale=128:96,format=yuv420p,fps=10"]), "-filter_complex", "[0:v][1:v][2:v]concat=n=3[v]", "-map", "[v]", .. Films.H264]));
    }

    private async Task<IVectorStore?> OpenAsync(string store)
    {
        if (store == "qdrant")
            return new QdrantVectorStore(new() { Url = (_qdrant = await FakeQdrant.StartAsync()).Url, ApiKey = FakeQdrant.Key }, TimeProvider.System);
        if (store == "embedded")
            return null;
        await (_pgvector = new()).InitializeAsync();
        return new PgvectorStore(new() { ConnectionString = _pgvector.ConnectionString });
    }

    private static VectorPoint Point(long media, float[] vector, string? name) => new(PointId.OfMedia(media), vector, new VectorPayload
    {
        MediaStoreId = media,
        Fields = name is null ? new Dictionary<string, FieldValue>() : new Dictionary<string, FieldValue> { ["name"] = name },
    });
}
