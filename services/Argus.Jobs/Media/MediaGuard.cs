using System.Globalization;
using Argus.Data.Jobs;
using Argus.Data.Media;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Media;

/// <summary>What all paths of the media store have in common: the number in the path, and a disk that cannot.</summary>
internal sealed class MediaGuard(MediaCatalog catalog, ILogger<MediaGuard> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Answers a request that names no entity.</summary>
    /// <param name="http">The request.</param>
    /// <param name="answer">Its answer, or why there is none.</param>
    public async Task RunAsync(HttpContext http, Func<CancellationToken, Task<IResult>> answer)
    {
        IResult result;
        try
        {
            result = await answer(http.RequestAborted);
        }
        catch (JobStoreException error)
        {
            Log.Failed(log, error, http.Request.Method, http.Request.Path);
            result = new RefusalResult(error.Fault == JobStoreFault.Full
                ? new Refusal(507, "The disk of the media store is full: nothing was kept. Delete what is not needed, or try again later.")
                : new Refusal(503, "The media store cannot read or write its disk at present; its log says why.") { RetryAfter = Pause });
        }

        await result.ExecuteAsync(http);
    }

    /// <summary>Answers a request that names an entity.</summary>
    /// <param name="http">The request.</param>
    /// <param name="answer">Its answer.</param>
    public Task RunAsync(HttpContext http, Func<MediaEntity, CancellationToken, Task<IResult>> answer) => RunAsync(http, async cancel =>
    {
        string text = (string)http.Request.RouteValues["id"]!;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            return RefusalResult.OfFields(new Dictionary<string, string> { ["id"] = "must be a whole number." });
        return await catalog.FindAsync(id, cancel) is { } entity ? await answer(entity, cancel) : Unknown(id);
    });

    /// <summary>There is no such entity.</summary>
    public static IResult Unknown(long id) => new RefusalResult(new(404, $"There is no entity {id}."));
}
