using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary>What a caller is told where a store cannot do it.</summary>
internal static class StoreFaults
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>A handler that answers faults of the job store; nothing may have been written by then.</summary>
    public static RequestDelegate Guarded(RequestDelegate handler, ILogger log) => async http =>
    {
        try
        {
            await handler(http);
        }
        catch (JobStoreException fault) when (!http.Response.HasStarted)
        {
            Log.StoreFailed(log, http.Request.Method, http.Request.Path, fault.Fault, fault.Message);
            await RefusalOf(fault).WriteAsync(http);
        }
    };

    /// <summary>The answer to a fault. The message itself goes to the log: it names files and hosts.</summary>
    public static Refusal RefusalOf(JobStoreException fault) => fault.Fault switch
    {
        JobStoreFault.Full => new Refusal(507, "The disk of the job store is full. Nothing was written; ask again when there is room.") { RetryAfter = TimeSpan.FromSeconds(30) },
        JobStoreFault.Unavailable => new Refusal(503, "The job store is away. Whether a job was created is not known: ask again, with the same Idempotency-Key where one was given.") { RetryAfter = Soon },
        _ => new Refusal(503, "The job store does not work; the log of the service says why.") { RetryAfter = TimeSpan.FromSeconds(30) },
    };
}
