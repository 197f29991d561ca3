using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;

namespace Argus.Data.Tests.Jobs;

public sealed class JobBodyTests
{
    private static readonly Job New = new()
    {
        Id = Guid.Parse("550e8400-e29b-41d4-a716-446655440000"),
        TaskType = JobTasks.ImageEmbedding,
        MediaStoreId = 12345,
        Priority = 7,
        State = JobState.Pending,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(1732000000000),
    };

    [Fact]
    public void ToBody_OfANewJob_HasEveryFieldInOrder() => Assert.Equal(
        """{"job_id":"550e8400-e29b-41d4-a716-446655440000","task_type":"image_embedding","media_store_id":12345,"status":"pending","priority":7,"created_at":1732000000000,"started_at":null,"completed_at":null,"error_message":null,"result":null}""",
        JsonSerializer.Serialize(New.ToBody(), ContractsJson.Default.JobBody));

    [Fact]
    public void ToBody_OfACompletedJob_HasTheResultAsItIs()
    {
        var result = new ImageEmbeddingResult { EmbeddingDimension = 512, StoredInVectorDb = true, Collection = "image_embeddings", PointId = 12345 };
        var job = New with
        {
            State = JobState.Completed,
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(1732000005000),
            EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(1732000015000),
            Result = JsonSerializer.Serialize(result, ContractsJson.Default.ImageEmbeddingResult),
        };

        Assert.EndsWith(
            """"status":"completed","priority":7,"created_at":1732000000000,"started_at":1732000005000,"completed_at":1732000015000,"error_message":null,"result":{"embedding_dimension":512,"stored_in_vector_db":true,"collection":"image_embeddings","point_id":12345}}"""",
            JsonSerializer.Serialize(job.ToBody(), ContractsJson.Default.JobBody));
    }

    [Fact]
    public void FaceDetectionResult_AsJson_HasBoxesAndPointsByTheirNames()
    {
        var result = new FaceDetectionResult { Faces = [new() { FaceIndex = 0, Bbox = new(100.5, 200.3, 150, 200), Landmarks = [[120, 220]], Confidence = 0.95 }], FaceCount = 1 };

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"faces":[{"face_index":0,"bbox":{"x":100.5,"y":200.3,"width":150.0,"height":200.0},"landmarks":[[120.0,220.0]],"confidence":0.95}],"face_count":1}"""),
            JsonSerializer.SerializeToNode(result, ContractsJson.Default.FaceDetectionResult)));
    }

    [Theory]
    [InlineData(JobState.SyncFailed, "\"sync_failed\"")]
    [InlineData(JobState.Processing, "\"processing\"")]
    [InlineData(JobState.Error, "\"error\"")]
    public void State_AsJson_IsTheDocumentedWord(JobState state, string word)
    {
        var node = JsonSerializer.SerializeToNode((New with { State = state }).ToBody(), ContractsJson.Default.JobBody)!;

        Assert.Equal(word, node["status"]!.ToJsonString());
        Assert.Equal(state, node.Deserialize(ContractsJson.Default.JobBody)!.Status);
    }

    [Fact]
    public void Request_WithoutPicture_IsRefusedAndWithoutPriorityIsNot()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"priority":7}""", ContractsJson.Default.JobRequest));
        Assert.Null(JsonSerializer.Deserialize("""{"media_store_id":7}""", ContractsJson.Default.JobRequest)!.Priority);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("x.00000000000000000000000000000000")]
    [InlineData("7.0")]
    public void Cursor_OfNonsense_IsNone(string? text) => Assert.False(JobCursor.TryParse(text, out _));
}
