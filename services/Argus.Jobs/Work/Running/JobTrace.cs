using System.Diagnostics;
using Argus.Data.Jobs;

namespace Argus.Jobs.Work.Running;

/// <summary>Carries the trace of what created a job on to all that is called for it.</summary>
internal static class JobTrace
{
    /// <summary>Name of the source of spans.</summary>
    public const string SourceName = "Argus.Jobs";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a job; calls made inside it carry its trace even where nobody records spans.</summary>
    public static Activity Begin(string name, Job job)
    {
        ActivityContext.TryParse(job.TraceParent, null, isRemote: true, out var parent);
        if (Source.StartActivity($"{name} {job.TaskType}", ActivityKind.Consumer, parent) is { } span)
            return span.SetTag("argus.job.id", job.Id.ToString()).SetTag("argus.media_store_id", job.MediaStoreId);
        var carrier = new Activity($"{name} {job.TaskType}");
        if (parent != default)
            carrier.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return carrier.Start();
    }
}
