using System.Text.Json.Nodes;
using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;

namespace Argus.Jobs.Tests.Video;

/// <summary>The whole service with a model that finds the same face in every frame.</summary>
internal sealed class VideoStage : IAsyncDisposable
{
    private VideoStage(FakeModel model, JobsHost host) => (Model, Host) = (model, host);

    public FakeModel Model { get; }

    public JobsHost Host { get; }

    public Films Films { get; } = new();

    public static async Task<VideoStage> StartAsync(Func<JobsOptions, JobsOptions>? change = null)
    {
        var model = await FakeModel.StartAsync();
        (model.Threshold, model.Faces) = (0.5f, model.Faces with { Faces = [Face()] });
        var host = await JobsHost.StartAsync(o =>
        {
            var options = o with { Roles = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, Inference = model.Address, VideoWorkers = 1 };
            return change?.Invoke(options) ?? options;
        });
        return new VideoStage(model, host);
    }

    public static FaceBody Face(params float[] vector) => new() { Bbox = [10, 20, 50, 70], DetScore = 0.9f, Embedding = vector.Length > 0 ? vector : [1, 0, 0] };

    /// <summary>Uploads a file and asks for a job on it.</summary>
    public async Task<Guid> CreateAsync(string film, string more = "")
    {
        var entity = await MediaHost.UploadAsync(Host.Http, await File.ReadAllBytesAsync(film), "film", Path.GetFileName(film));
        using var answer = await Host.Http.PostJsonAsync("/job/video_faces", $$"""{"media_store_id": {{entity["id"]}}{{more}}}""");
        return Guid.Parse((string)(await answer.JsonAsync(201))["job_id"]!);
    }

    public Task<Job> EndAsync(Guid id) => Host.UntilAsync(id, job => job.State is JobState.Completed or JobState.Error);

    /// <summary>The result of a job that must end well.</summary>
    public async Task<JsonObject> ResultAsync(string film, string more = "")
    {
        var job = await EndAsync(await CreateAsync(film, more));
        Assert.True(job.State == JobState.Completed, job.Error);
        return JsonNode.Parse(job.Result!)!.AsObject();
    }

    /// <summary>Why a job failed, which must.</summary>
    public async Task<string> ErrorAsync(string film, string more = "")
    {
        var job = await EndAsync(await CreateAsync(film, more));
        Assert.Equal((JobState.Error, 1), (job.State, job.Attempts));
        return job.Error!;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        Films.Dispose();
    }
}
