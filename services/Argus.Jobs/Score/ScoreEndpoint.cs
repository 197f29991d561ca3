using System.Globalization;
using Argus.Contracts;
using Argus.Contracts.Score;
using Argus.Data.Jobs;
using Argus.Jobs.Api;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Score;

/// <summary><c>POST /api/score</c>.</summary>
internal sealed class ScoreEndpoint(ScoreQueue queue, FaceScorer scorer, JobsOptions options)
{
    /// <summary>Scores the largest face of a photo.</summary>
    public async Task ScoreAsync(HttpContext http)
    {
        var scored = await TryAsync(http);
        if (scored.Ok)
            await http.Response.WriteAsJsonAsync(scored.Value, ContractsJson.Default.ScoreResponse, cancellationToken: http.RequestAborted);
        else
            await RefuseAsync(http, scored.Refusal);
    }

    private async Task<Outcome<ScoreResponse>> TryAsync(HttpContext http)
    {
        try
        {
            return await queue.RunAsync(
                http.Request.ContentLength ?? options.MaxBytes,
                cancel => ScoreReader.ReadAsync(http.Request, cancel),
                scorer.ScoreAsync,
                http.RequestAborted);
        }
        catch (JobStoreException e)
        {
            return StoreFaults.RefusalOf(e);
        }
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(new ScoreFailure(false, refusal.Detail), ContractsJson.Default.ScoreFailure, cancellationToken: http.RequestAborted);
    }
}
