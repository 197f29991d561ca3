using Argus.Contracts.Jobs;
using Argus.Data.Vectors;

namespace Argus.Data.Jobs;

/// <summary>What is wrong with the parameters of a job on a video.</summary>
public static class VideoParameterRules
{
    /// <summary>Every field that is out of its range, with a sentence that goes on after its name; empty where all are right.</summary>
    public static IReadOnlyList<(string Field, string Message)> Faults(VideoFacesParameters parameters)
    {
        List<(string, string)> faults = [];
        if (parameters.Interval is { } interval && !(interval >= VideoFacesParameters.MinInterval && interval <= VideoFacesParameters.MaxInterval))
            faults.Add(("interval", FormattableString.Invariant($"must be from {VideoFacesParameters.MinInterval} to {VideoFacesParameters.MaxInterval} seconds.")));
        if (parameters.Threshold is { } threshold && !(threshold >= -1 && threshold <= 1))
            faults.Add(("threshold", "must be from -1 to 1."));
        if (parameters.MaxFrames is { } frames && frames is < 1 or > VideoFacesParameters.MostFrames)
            faults.Add(("max_frames", $"must be from 1 to {VideoFacesParameters.MostFrames}."));
        if (parameters.Collection is { } collection && !VectorCollection.IsName(collection))
            faults.Add(("collection", "must be lower-case letters, digits, '_' and '-', starting with a letter, at most 48."));
        return faults;
    }
}
