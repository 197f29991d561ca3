using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts;
using Argus.Contracts.Jobs;

namespace Argus.Cli.Jobs;

/// <summary>One job from picture to result: uploads it, asks for the job, and waits for its end.</summary>
/// <param name="media">The media store.</param>
/// <param name="jobs">The job service.</param>
/// <param name="timeout">How long all of it may take for one picture.</param>
/// <param name="time">The clock.</param>
internal sealed class JobClient(RemoteClient media, RemoteClient jobs, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The job as it ended, in whichever state; or why that is not known.</summary>
    public Task<Reply<JobBody>> RunAsync(PictureSource picture, JobRequest request, string task, CancellationToken cancel) =>
        RunAsync(picture, id => JsonSerializer.SerializeToUtf8Bytes(request with { MediaStoreId = id }, ContractsJson.Default.JobRequest), task, _ => { }, cancel);

    /// <summary>The job as it ended, in whichever state; or why that is not known.</summary>
    /// <param name="picture">What is uploaded.</param>
    /// <param name="request">The body that asks for the job, by the number of what was uploaded.</param>
    /// <param name="task">Its task type.</param>
    /// <param name="see">Told of the job whenever it was looked at.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Reply<JobBody>> RunAsync(PictureSource picture, Func<long, byte[]> request, string task, Action<JobBody> see, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        JobBody? last = null;
        try
        {
            var stored = await UploadAsync(picture, limit.Token);
            if (!stored.Ok)
                return stored.Trouble;
            var reply = await CreateAsync(request(stored.Value.Id), task, limit.Token);
            for (var pause = FirstLook; reply.Ok && !HasEnded(last = reply.Value); pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
            {
                see(last);
                await Task.Delay(pause, time, limit.Token);
                string path = $"job/{last.JobId}";
                reply = await jobs.AskAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), path, ContractsJson.Default.JobBody, Check, limit.Token);
            }

            return reply;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            string seconds = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return new Trouble(last is null
                ? $"There was no job within {seconds} s (--timeout)."
                : $"The job {last.JobId} did not end within {seconds} s (--timeout). It goes on; GET /job/{last.JobId} tells its state.");
        }
    }

    // What has its result has ended, delivered or not.
    private static bool HasEnded(JobBody job) => job.Status is JobState.Completed or JobState.Error or JobState.SyncFailed;

    private Task<Reply<StoredEntity>> UploadAsync(PictureSource picture, CancellationToken cancel) =>
        media.PostAsync(
            "entity/",
            () => new PictureForm().With("is_collection", "false").With("label", Path.GetFileNameWithoutExtension(picture.Path)).With("file", picture),
            StoredEntityJson.Default.StoredEntity,
            _ => null,
            cancel);

    private Task<Reply<JobBody>> CreateAsync(byte[] body, string task, CancellationToken cancel)
    {
        // By this the server knows a question that was asked again because its answer was lost.
        string key = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        string path = $"job/{task}";
        return jobs.AskAsync(Make, path, ContractsJson.Default.JobBody, Check, cancel);

        HttpRequestMessage Make()
        {
            var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            return message;
        }
    }

    private static string? Check(JobBody job) => JobTasks.IsKnown(job.TaskType) ? null : "Its task type is not known.";
}
