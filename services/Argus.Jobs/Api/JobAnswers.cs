using Argus.Contracts;
using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary>Answers about one job.</summary>
internal static class JobAnswers
{
    /// <summary>Writes a job.</summary>
    public static Task WriteAsync(HttpContext http, int status, Job job)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(job.ToBody(), ContractsJson.Default.JobBody, cancellationToken: http.RequestAborted);
    }

    /// <summary>Where a job is found.</summary>
    public static string PathOf(Guid id) => $"/job/{id}";

    /// <summary>Reads the id in the path.</summary>
    /// <returns>Null where it is one; else 422, as a caller of the older service expects.</returns>
    public static Refusal? ReadId(HttpContext http, out Guid id)
    {
        string? text = http.Request.RouteValues["job_id"] as string;
        if (Guid.TryParseExact(text, "D", out id) || Guid.TryParseExact(text, "N", out id))
            return null;
        const string wrong = "must be the UUID that the job was created with.";
        return new Refusal(422, $"job_id: {wrong}") { Errors = new Dictionary<string, string> { ["job_id"] = wrong } };
    }

    /// <summary>There is none.</summary>
    public static Refusal Unknown(Guid id) => new(404, $"There is no job {id}. Jobs are deleted some time after they ended.");
}
