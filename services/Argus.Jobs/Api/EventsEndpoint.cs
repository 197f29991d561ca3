using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary>
/// <c>GET /job/{job_id}/events</c>: the state at once and after each change, as server-sent events, until the job has ended for good.
/// Every change of any job wakes every stream, so the more there are, the longer each waits between two looks: together they look at most some thousand times a second.
/// </summary>
internal sealed class EventsEndpoint(IJobStore jobs, ApiMetrics metrics, JobsOptions options, TimeProvider time, IHostApplicationLifetime life)
{
    /// <summary>How often a silent stream shows that it lives; also the longest that a change can go unseen.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int Unhurried = 20;

    private int _streams;

    /// <summary>200 with a stream; 204 where the caller has seen the end already, which tells a browser not to come again; 404; 503 where there are too many streams.</summary>
    public async Task StreamAsync(HttpContext http)
    {
        if (JobAnswers.ReadId(http, out var id) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        if (Interlocked.Increment(ref _streams) > options.EventStreams)
        {
            Interlocked.Decrement(ref _streams);
            await new Refusal(503, $"{options.EventStreams} callers listen to events already: ask for the job instead, or come back.") { RetryAfter = TimeSpan.FromSeconds(10) }.WriteAsync(http);
            return;
        }

        metrics.Stream(1);
        try
        {
            await StreamAsync(http, id);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
            metrics.Stream(-1);
        }
    }

    private async Task StreamAsync(HttpContext http, Guid id)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        using var heartbeat = new PeriodicTimer(Heartbeat, time);
        var change = jobs.Signals.Changes.Next;
        if (await jobs.GetAsync(id, ending.Token) is not { } job)
        {
            await JobAnswers.Unknown(id).WriteAsync(http);
            return;
        }

        var seen = JobStateEvent.Of(job);
        bool isKnown = http.Request.Headers["Last-Event-ID"] == seen.Id;
        if (isKnown && IsFinal(job))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        // A proxy that collects answers before it passes them on makes events late.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.WriteAsync(isKnown ? ": nothing new\n\n" : seen.Text, ending.Token);
        await http.Response.Body.FlushAsync(ending.Token);
        try
        {
            await FollowAsync(http, job, seen, change, heartbeat, ending.Token);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            // The stream ends whole: the caller comes again with the id of what it saw last, and finds another process.
        }
        catch (JobStoreException)
        {
            // As well: when the caller comes again, it is told why.
        }
    }

    private async Task FollowAsync(HttpContext http, Job job, JobStateEvent seen, Task change, PeriodicTimer heartbeat, CancellationToken cancel)
    {
        var tick = heartbeat.WaitForNextTickAsync(cancel).AsTask();
        while (!IsFinal(job))
        {
            bool isChange = await Task.WhenAny(change, tick) == change;
            if (isChange)
                await PauseAsync(cancel);
            else if (!await tick)
                return;
            else
                tick = heartbeat.WaitForNextTickAsync(cancel).AsTask();
            // Before the look: what changes meanwhile is looked at once more.
            change = jobs.Signals.Changes.Next;
            if (await jobs.GetAsync(job.Id, cancel) is not { } now)
                return;
            job = now;
            var next = JobStateEvent.Of(job);
            string? text = next.Id != seen.Id ? next.Text : isChange ? null : ": alive\n\n";
            seen = next;
            if (text is null)
                continue;
            await http.Response.WriteAsync(text, cancel);
            await http.Response.Body.FlushAsync(cancel);
        }
    }

    private Task PauseAsync(CancellationToken cancel)
    {
        int streams = Volatile.Read(ref _streams);
        return streams <= Unhurried ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(streams), time, cancel);
    }

    private static bool IsFinal(Job job) => job is { State: JobState.Completed or JobState.Error } or { State: JobState.SyncFailed, DueAt: null };
}
