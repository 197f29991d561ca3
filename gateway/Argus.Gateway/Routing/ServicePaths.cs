using System.Collections.Immutable;

namespace Argus.Gateway.Routing;

/// <summary>What the platform's own services offer, by the value of their label <see cref="BackendReader.ServesLabel"/>.</summary>
internal static class ServicePaths
{
    private const string Get = "GET";
    private const string Post = "POST";

    /// <summary>The paths of a service; none of one that is not known.</summary>
    public static ImmutableArray<OfferedPath> Of(string serves) => serves switch
    {
        "jobs" =>
        [
            new("/job", Get),
            new("/job/*", Get),
            // What a job's creation or end did is not known where the answer is lost.
            new("/job/*", Repeats: false),
            new("/jobs/*", Get),
            // A photo that is asked twice counts twice in the ranks.
            new("/api/score", Post, Repeats: false),
            new("/search/images", Post),
            new("/search/faces", Post),
        ],
        "media" =>
        [
            new("/entity", Get),
            new("/entity", Repeats: false),
            new("/entity/*", Get),
            new("/entity/*", Repeats: false),
        ],
        "datasets" =>
        [
            new("/datasets/*", Get),
            new("/datasets/*", Post, Repeats: false),
        ],
        _ => [],
    };
}
