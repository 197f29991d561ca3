using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Testing;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class JobMessageReaderTests
{
    private const string Topic = "argus.jobs.face_detection.low";
    private static readonly Guid Id = new("0198c0de-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("", "empty")]
    [InlineData("null", "null")]
    [InlineData("[]", "not the JSON of a job")]
    [InlineData("{}", "media_store_id")]
    [InlineData("""{"media_store_id":"7"}""", "media_store_id")]
    [InlineData("""{"media_store_id":1.5}""", "media_store_id")]
    [InlineData("""{"media_store_id":99999999999999999999}""", "media_store_id")]
    [InlineData("""{"media_store_id":7,"priority":-1}""", "priority -1")]
    [InlineData("""{"media_store_id":7,"job_id":"x"}""", "job_id")]
    [InlineData("""{"media_store_id":7,"task_type":"image_embedding"}""", "'image_embedding'")]
    [InlineData("""{"media_store_id":7""", "not the JSON of a job")]
    public void Read_OfWhatCannotBeUsed_SaysWhy(string body, string reason)
    {
        Assert.Null(JobMessageReader.Read(Topic, Encoding.UTF8.GetBytes(body), out string? fault));
        Assert.Contains(reason, fault);
    }

    [Theory]
    [InlineData("""{"media_store_id":7,"interval":0}""", "interval must be from 0.02 to 3600")]
    [InlineData("""{"media_store_id":7,"max_frames":0}""", "max_frames must be")]
    [InlineData("""{"media_store_id":7,"interval":"1"}""", "interval")]
    public void Read_OfAVideoWithAFieldOutOfRange_SaysWhich(string body, string reason)
    {
        Assert.Null(JobMessageReader.Read("argus.jobs.video_faces.normal", Encoding.UTF8.GetBytes(body), out string? fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLong_SaysHowMuchIsTaken()
    {
        Assert.Null(JobMessageReader.Read(Topic, new byte[JobMessageReader.MostBytes + 1], out string? fault));
        Assert.Contains("at most 16384", fault);
    }

    [Fact]
    public void Read_AnyBytes_EndsWithAFaultAndNotAnException()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            Assert.Null(JobMessageReader.Read(Topic, bytes, out string? fault));
            Assert.NotNull(fault);
        }
    }

    [Fact]
    public void Read_WithEverything_TakesItAsItIs()
    {
        var message = new JobMessage { MediaStoreId = long.MaxValue, JobId = Id, TaskType = "face_detection", Priority = 10 };

        Assert.Equal(message, JobMessageReader.Read(Topic, JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.JobMessage), out _));
    }

    [Fact]
    public void Read_WithoutId_GivesTheSameIdForTheSamePictureAndTaskOnly()
    {
        var low = JobMessageReader.Read(Topic, """{"media_store_id":7}"""u8, out _)!;
        var high = JobMessageReader.Read("argus.jobs.face_detection.high", """{"media_store_id":7}"""u8, out _)!;
        var other = JobMessageReader.Read("argus.jobs.image_embedding.low", """{"media_store_id":7}"""u8, out _)!;

        Assert.Equal((low.JobId, 2, 8), (high.JobId, low.Priority, high.Priority));
        Assert.NotEqual(low.JobId, other.JobId);
        Assert.Equal(8, low.JobId!.Value.Version);
    }

    [Theory]
    [InlineData("argus.jobs.face_detection.high", "face_detection", Band.High)]
    [InlineData("argus.jobs.retry.face_detection", "face_detection", Band.Normal)]
    public void TryParse_OfATopicOfJobs_GivesTaskAndBand(string topic, string task, Band band)
    {
        Assert.True(JobTopics.TryParse(topic, out string found, out var foundBand));
        Assert.Equal((task, band), (found, foundBand));
    }

    [Theory]
    [InlineData("argus.jobs.dead")]
    [InlineData("argus.jobs.retry.")]
    [InlineData("argus.jobs..high")]
    [InlineData("argus.jobs.face_detection.7")]
    [InlineData("argus.events")]
    [InlineData("other.argus.jobs.face_detection.high")]
    public void TryParse_OfAnotherTopic_IsFalse(string topic) => Assert.False(JobTopics.TryParse(topic, out _, out _));

    [Fact]
    public void Write_OfAVideo_HasItsFieldsAfterThoseOfAllJobs()
    {
        var message = new JobMessage { MediaStoreId = 7, Priority = 5, Interval = 0.5, Threshold = 0.4, MaxFrames = 9, Collection = "staff", Store = true };

        string written = JsonSerializer.Serialize(message, ContractsJson.Default.JobMessage);

        Assert.Equal("""{"media_store_id":7,"priority":5,"interval":0.5,"threshold":0.4,"max_frames":9,"collection":"staff","store":true}""", written);
        Assert.Equal(new VideoFacesParameters { Interval = 0.5, Threshold = 0.4, MaxFrames = 9, Collection = "staff", Store = true }, message.Alone());
    }

    [Fact]
    public void Schema_InSamples_HasTheFieldsOfTheType()
    {
        var ours = ContractsJson.Default.JobMessage.GetJsonSchemaAsNode().AsObject();
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(TestData.Repository, "samples", "messages", "job.schema.json")))!.AsObject();

        Assert.Equal(Fields(ours), Fields(written));
        Assert.Equal(["media_store_id"], written["required"]!.AsArray().Select(n => (string)n!));
        Assert.NotNull(JobMessageReader.Read(Topic, File.ReadAllBytes(Path.Combine(TestData.Repository, "samples", "messages", "job.json")), out _));
    }

    private static IEnumerable<string> Fields(JsonObject schema) =>
        schema["properties"]!.AsObject().Select(p => $"{p.Key}: {(p.Value!["type"] as JsonValue ?? p.Value["type"]![0])!} {p.Value["format"]}").Order();
}
