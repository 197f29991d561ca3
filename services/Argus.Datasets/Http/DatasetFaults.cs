using Argus.Data.Blobs;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Http;

/// <summary>What a caller is told where the database or a store of files cannot do it.</summary>
internal static class DatasetFaults
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>A handler that answers such faults; nothing may have been written by then. The message itself goes to the log: it names hosts.</summary>
    public static RequestDelegate Guarded(RequestDelegate handler, ILogger log) => async http =>
    {
        try
        {
            await handler(http);
        }
        catch (Exception fault) when (fault is DatabaseException or BlobStoreException && !http.Response.HasStarted)
        {
            Log.Failed(log, http.Request.Method, http.Request.Path, fault.Message);
            string what = fault is DatabaseException ? "database" : "store of files";
            await new Refusal(503, $"The {what} does not answer, or refuses; the log of the service says why.") { RetryAfter = Soon }.WriteAsync(http);
        }
    };
}
