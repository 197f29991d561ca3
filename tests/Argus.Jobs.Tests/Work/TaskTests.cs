using System.Text.Json;
using Argus.Contracts.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Tests.Fakes;
using Argus.Testing;

namespace Argus.Jobs.Tests.Work;

/// <summary>What becomes of a picture, by task type.</summary>
public sealed class TaskTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task ImageEmbedding_OfAPicture_IsStoredAndDelivered()
    {
        await using var stage = await WorkStage.StartAsync();

        var job = await stage.DoAsync(12345);

        Assert.Equal("""{"embedding_dimension":4,"stored_in_vector_db":true,"collection":"image_embeddings","point_id":12345,"model_digest":"sha256:aa"}""", job.Result);
        var point = Assert.Single(await stage.Vectors.GetAsync(new("image_embeddings", 4, FakePlatform.Digest), [PointId.OfMedia(12345)]));
        Assert.Equal((12345, FakePlatform.Digest, (FieldValue)job.Id.ToString()), (point.Payload.MediaStoreId, point.Payload.Digest, point.Payload.Fields["job_id"]));
        var delivered = stage.Platform.Calls.Last();
        Assert.Equal(("POST", "/entity/12345/results"), (delivered.Method, delivered.Path));
        Assert.Equal($$"""{"job_id":"{{job.Id}}","task_type":"image_embedding","result":{{job.Result}}}""", delivered.Body);
    }

    [Fact]
    public async Task FaceDetection_OfAPicture_HasTheDocumentedResult()
    {
        await using var stage = await WorkStage.StartAsync();

        var job = await stage.DoAsync(456, JobTasks.FaceDetection);

        Assert.Equal(
            """{"faces":[{"face_index":0,"bbox":{"x":100.5,"y":200.3,"width":150,"height":200},"landmarks":[[120,220],[140,220.2],[130,240],[110,250],[150,250]],"confidence":0.95}],"face_count":1,"model_digest":"sha256:aa"}""",
            job.Result);
        Assert.Contains(stage.Platform.Calls, c => c.Path == "/detect?embedding=false&attributes=false");
    }

    [Fact]
    public async Task FaceEmbedding_WithFewerFacesThanBefore_LeavesOnlyThoseThatAreThere()
    {
        await using var stage = await WorkStage.OpenAsync();
        stage.Platform.Detect = (id, http) => FakePlatform.WriteFacesAsync(http, id == 7 ? 1 : 3);
        var collection = new VectorCollection("face_embeddings", 4, FakePlatform.Digest);
        VectorPoint Old(long media, int face) => new(PointId.OfFace(media, face), [0, 0, 0, 1], new VectorPayload { MediaStoreId = media, FaceIndex = face });
        await stage.Vectors.UpsertAsync(collection, [Old(7, 0), Old(7, 1), Old(7, 2), Old(9, 5)]);
        await stage.WorkAsync();

        var job = await stage.DoAsync(7, JobTasks.FaceEmbedding);
        var other = await stage.DoAsync(8, JobTasks.FaceEmbedding);

        var points = (await stage.Vectors.ScrollAsync(collection, new VectorScroll(100))).Points;
        Assert.Equal([(7, 0), (8, 0), (8, 1), (8, 2), (9, 5)], points.Select(p => (p.Payload.MediaStoreId, p.Payload.FaceIndex!.Value)).Order());
        var face = points.Single(p => p.Payload.MediaStoreId == 7);
        Assert.Equal((1f, new VectorBox(100.5, 200.3, 150, 200), (FieldValue)0.95), (face.Vector[0], face.Payload.Box!.Value, face.Payload.Fields["confidence"]));
        var result = JsonDocument.Parse(other.Result!).RootElement;
        Assert.Equal(3, result.GetProperty("face_count").GetInt32());
        Assert.Equal(PointId.OfFace(8, 2).ToString(), result.GetProperty("faces")[2].GetProperty("point_id").GetString());
        Assert.Equal(JobState.Completed, job.State);
    }

    [Fact]
    public async Task FaceEmbedding_WithoutAFace_EmptiesThePicture()
    {
        await using var stage = await WorkStage.OpenAsync();
        stage.Platform.Detect = (_, http) => FakePlatform.WriteFacesAsync(http, 0);
        var collection = new VectorCollection("face_embeddings", 4, FakePlatform.Digest);
        await stage.Vectors.UpsertAsync(collection, [new(PointId.OfFace(7, 0), [0, 0, 0, 1], new VectorPayload { MediaStoreId = 7, FaceIndex = 0 })]);
        await stage.WorkAsync();

        var job = await stage.DoAsync(7, JobTasks.FaceEmbedding);

        Assert.Equal("""{"embedding_dimension":0,"stored_in_vector_db":true,"collection":"face_embeddings","faces":[],"face_count":0,"model_digest":"sha256:aa"}""", job.Result);
        Assert.Equal(0, await stage.Vectors.CountAsync(collection));
    }

    [Fact]
    public async Task Run_WithKeyAndTrace_CarriesBothToTheModel()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("key"), " k-1 \n");
        await using var stage = await WorkStage.StartAsync(o => o with { InferenceKeyFile = folder.At("key") });

        await stage.UntilAsync((await stage.CreateAsync(1, trace: Trace, priority: 9)).Id, JobState.Completed);

        var calls = stage.Platform.Calls.ToArray();
        Assert.Equal(["/entity/1/file", "/embed/image", "/entity/1/results"], calls.Select(c => c.Path));
        Assert.All(calls, c => Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", c.Headers.TraceParent.ToString(), StringComparison.Ordinal));
        Assert.Equal(("Bearer k-1", "9", "application/octet-stream"), (calls[1].Headers.Authorization.ToString(), calls[1].Headers["X-Argus-Priority"].ToString(), calls[1].Headers.ContentType.ToString()));
        Assert.Equal(0, calls[0].Headers.Authorization.Count);
    }

    [Fact]
    public async Task Run_WithAKeyForTheMediaStore_ShowsItThereOnly()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("key"), " m-1 \n");
        await using var stage = await WorkStage.StartAsync(o => o with { MediaStoreKeyFile = folder.At("key") });

        await stage.DoAsync(1);

        Assert.Equal(["Bearer m-1", "", "Bearer m-1"], stage.Platform.Calls.Select(c => c.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task ImageEmbedding_OfAnotherModelThanTheCollection_FailsAndSaysWhatToDo()
    {
        await using var stage = await WorkStage.StartAsync();
        await stage.DoAsync(1);
        stage.Platform.Embed = (id, http) => FakePlatform.WriteVectorAsync(http, id, "sha256:bb");

        var job = await stage.DoAsync(2);

        Assert.Equal((JobState.Error, 1), (job.State, job.Attempts));
        Assert.Contains("drop this one and embed its media again", job.Error, StringComparison.Ordinal);
    }
}
