using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary><c>POST /job/{task_type}</c> and all that is asked of jobs by id, and their list.</summary>
internal sealed class JobEndpoints(IJobStore jobs, ApiMetrics metrics)
{
    /// <summary>201 with a new job; 200 with the first one where the idempotency key was used for the same before; 409 where another caller was first.</summary>
    public async Task CreateAsync(HttpContext http)
    {
        string task = (string)http.Request.RouteValues["task_type"]!;
        if (!JobTasks.IsKnown(task))
        {
            await new Refusal(400, $"There is no task type '{Shown(task)}'; there are {string.Join(", ", JobTasks.All)}.").WriteAsync(http);
            return;
        }

        var wish = await JobRequestReader.ReadAsync(http, task);
        if (!wish.Ok)
        {
            await wish.Refusal.WriteAsync(http);
            return;
        }

        // Not ended by a caller who hangs up: whether it was written would not be known.
        var (outcome, job) = (await jobs.CreateAsync([wish.Value], CancellationToken.None))[0];
        metrics.Asked(task, outcome);
        if (outcome is not CreateOutcome.KeyReused)
            http.Response.Headers.Location = JobAnswers.PathOf(job.Id);
        await (outcome switch
        {
            CreateOutcome.Created => JobAnswers.WriteAsync(http, 201, job),
            CreateOutcome.Repeated => JobAnswers.WriteAsync(http, 200, job),
            CreateOutcome.Exists => Exists(job).WriteAsync(http),
            _ => new Refusal(422, "This Idempotency-Key was used for another request before: take a new one.").WriteAsync(http),
        });
    }

    /// <summary>200 with the job, or 404.</summary>
    public async Task GetAsync(HttpContext http)
    {
        var refusal = JobAnswers.ReadId(http, out var id);
        var job = refusal is null ? await jobs.GetAsync(id, http.RequestAborted) : null;
        if (job is null)
            await (refusal ?? JobAnswers.Unknown(id)).WriteAsync(http);
        else
            await JobAnswers.WriteAsync(http, 200, job);
    }

    /// <summary>200 with a page of jobs, newest first.</summary>
    public async Task ListAsync(HttpContext http)
    {
        var filter = JobListQuery.Read(http.Request.Query);
        if (!filter.Ok)
        {
            await filter.Refusal.WriteAsync(http);
            return;
        }

        var page = await jobs.ListAsync(filter.Value, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        var body = new JobListBody { Jobs = [.. page.Jobs.Select(j => j.ToBody())], NextCursor = page.Next?.ToString() };
        await http.Response.WriteAsJsonAsync(body, ContractsJson.Default.JobListBody, cancellationToken: http.RequestAborted);
    }

    /// <summary>200 with the job, which has ended now; 409 where it had ended before.</summary>
    public Task CancelAsync(HttpContext http) =>
        ActAsync(http, jobs.CancelAsync, job => $"The job has ended already ({Name(job.State)}): only one that has not can be cancelled.");

    /// <summary>200 with the job, which waits again; 409 where it did not fail.</summary>
    public Task RetryAsync(HttpContext http) =>
        ActAsync(http, jobs.RetryAsync, job => $"The job is {Name(job.State)}: only one that failed can be tried again.");

    private static async Task ActAsync(HttpContext http, Func<Guid, CancellationToken, Task<JobActionResult>> act, Func<Job, string> why)
    {
        if (JobAnswers.ReadId(http, out var id) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var (action, job) = await act(id, CancellationToken.None);
        await (action switch
        {
            JobAction.Done => JobAnswers.WriteAsync(http, 200, job!),
            JobAction.Refused => new Refusal(409, why(job!)) { Members = IdOf(job!) }.WriteAsync(http),
            _ => JobAnswers.Unknown(id).WriteAsync(http),
        });
    }

    private static Refusal Exists(Job job) =>
        new(409, $"There is a job {job.TaskType} for media_store_id {job.MediaStoreId} already: {job.Id}.") { Members = IdOf(job) };

    private static Dictionary<string, string> IdOf(Job job) => new() { ["job_id"] = $"{job.Id}" };

    private static string Name(JobState state) => state == JobState.SyncFailed ? "sync_failed" : state.ToString().ToLowerInvariant();

    private static string Shown(string task) => task.Length <= 64 ? task : task[..64] + "…";
}
