using Argus.Inference.Scheduling;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Inference;

/// <summary>What a worker does for a request.</summary>
/// <param name="cancel">Cancelled when the caller hangs up.</param>
internal delegate Outcome<Answer> Work(CancellationToken cancel);

/// <summary>The one way from a request to the workers: ready, body, fields, queue, answer.</summary>
internal sealed class InferenceGate(ServerModels models, WorkerPool pool, FormReader forms, InferenceMetrics metrics, TimeProvider time)
{
    /// <summary>Answers a request with a form.</summary>
    /// <param name="http">The request.</param>
    /// <param name="need">What the pack must have.</param>
    /// <param name="shape">What body is taken.</param>
    /// <param name="prepare">From fields to work, before it is queued; null only where it added errors.</param>
    public async Task AnswerAsync(HttpContext http, Need need, FormShape shape, Func<Call, Work?> prepare)
    {
        var errors = new FieldErrors();
        var terms = ReadTerms(http, errors);
        var ready = need.Of(models.Current);
        if (!ready.Ok)
        {
            await RefuseAsync(http, ready.Refusal);
            return;
        }

        var read = await forms.ReadAsync(http, shape);
        if (!read.Ok)
        {
            await RefuseAsync(http, read.Refusal);
            return;
        }

        using var form = read.Value;
        var work = prepare(new Call(http.Request, form, errors, ready.Value, terms, time));
        if (!errors.None || work is null)
            await RefuseAsync(http, errors.ToRefusal());
        else
            await RunAsync(http, terms, work);
    }

    /// <summary>Reads deadline and priority.</summary>
    public CallTerms ReadTerms(HttpContext http, FieldErrors errors) => CallTerms.Read(http.Request, time, pool.Options.DefaultDeadline, errors);

    /// <summary>Queues work, and writes its answer or why there is none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="terms">Its deadline and priority.</param>
    /// <param name="work">Runs on a worker, and has ended when this returns: what it reads may then be given back.</param>
    public async Task RunAsync(HttpContext http, CallTerms terms, Work work)
    {
        var result = await pool.RunAsync(cancel => work(cancel), terms.Priority, terms.Deadline, http.RequestAborted);
        if (result.Admission != Admission.Done)
            await RefuseAsync(http, Refused(result.Admission, result.RetryAfter));
        else if (result.Value is { Ok: true } outcome)
            await outcome.Value.WriteAsync(http);
        else
            await RefuseAsync(http, result.Value.Refusal!);
    }

    /// <summary>Writes a refusal and counts it.</summary>
    public Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        metrics.Refused(refusal.Status);
        return refusal.WriteAsync(http);
    }

    /// <summary>Why work was not done, for the caller.</summary>
    public static Refusal Refused(Admission admission, TimeSpan retryAfter) => admission switch
    {
        Admission.QueueFull => new Refusal(429, "The queue is full.") { RetryAfter = retryAfter },
        Admission.DeadlineTooClose => new Refusal(503, "The answer could not be there before the deadline.") { RetryAfter = retryAfter },
        Admission.DeadlinePassed => new Refusal(503, "The deadline passed while the request waited.") { RetryAfter = retryAfter },
        _ => new Refusal(503, "The process is stopping.") { RetryAfter = retryAfter },
    };
}
