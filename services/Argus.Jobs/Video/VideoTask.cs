using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;
using Argus.Jobs.Models;
using Argus.Jobs.Work.Running;

namespace Argus.Jobs.Video;

/// <summary>From a video to its tracks: frames, faces, tracks, names. It may be broken off and begun again at any moment.</summary>
internal sealed class VideoTask(FfmpegProgram program, FrameModel model, TrackNames names, TrackPoints points, IJobStore store, JobsOptions options, TimeProvider time)
{
    /// <summary>From the video to the result.</summary>
    /// <param name="claim">The job.</param>
    /// <param name="path">Full path of the video.</param>
    /// <param name="cancel">Breaks it off, which ends FFmpeg.</param>
    public async Task<TaskAnswer> RunAsync(Claim claim, string path, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.VideoTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await FollowAsync(claim, path, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return TaskAnswer.Of(Fault.Final($"The video took longer than the {options.VideoTimeout} that ARGUS_VIDEO_TIMEOUT_MS allows: ask for a longer interval or fewer max_frames, or allow more."));
        }
        catch (VectorStoreUnavailableException e)
        {
            return TaskAnswer.Of(Fault.Away(e.Message));
        }
        catch (VectorStoreException e)
        {
            return TaskAnswer.Of(Fault.Final(e.Message));
        }
        catch (ArgumentException e)
        {
            return TaskAnswer.Of(Fault.Final($"The model's vectors cannot be compared or kept: {e.Message}"));
        }
    }

    private async Task<TaskAnswer> FollowAsync(Claim claim, string path, CancellationToken cancel)
    {
        var wish = claim.Job.Parameters ?? new();
        var summary = new VideoSummary(wish);
        var reader = new FrameReader(program, options, summary.Interval, wish.MaxFrames ?? VideoFacesParameters.DefaultMaxFrames);
        var fault = await ReadAsync(claim, path, reader, summary, cancel) ?? reader.Fault ?? summary.Judge();
        if (fault is not null)
            return TaskAnswer.Of(fault);
        return TaskAnswer.Of(await TellAsync(claim.Job, wish, summary, reader, cancel));
    }

    /// <summary>Looks at all frames, several at once, in their order.</summary>
    /// <returns>Null, or why the job cannot go on.</returns>
    private async Task<Fault?> ReadAsync(Claim claim, string path, FrameReader reader, VideoSummary summary, CancellationToken cancel)
    {
        var progress = new ProgressTeller(store, claim.Lease, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asked = new Queue<Task<FrameAnswer>>();
        try
        {
            await foreach (var frame in reader.ReadAsync(path, stop.Token))
            {
                asked.Enqueue(model.AskAsync(frame, claim.Job.Priority, stop.Token));
                if (asked.Count == ModelClient.FramesInFlight && await TakeAsync(asked.Dequeue()) is { } fault)
                    return fault;
            }

            while (asked.TryDequeue(out var next))
            {
                if (await TakeAsync(next) is { } fault)
                    return fault;
            }

            return null;
        }
        finally
        {
            await stop.CancelAsync();
            // What they say now nobody asks any more.
            await Task.WhenAll(asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        async Task<Fault?> TakeAsync(Task<FrameAnswer> answer)
        {
            bool isFirst = summary.Digest is null;
            if (summary.Add(await answer) is { } fault)
                return fault;
            await progress.TellAsync(summary.Frames + summary.Skipped, reader.Total, cancel);
            return isFirst && summary.Digest is not null ? await MismatchAsync(claim.Job, summary, (await answer).Faces!.Faces is [var face, ..] ? face.Embedding?.Length : null, cancel) : null;
        }
    }

    // Found out with the first frame, and not after an hour.
    private async Task<Fault?> MismatchAsync(Job job, VideoSummary summary, int? dimension, CancellationToken cancel)
    {
        if (await names.FindAsync(CollectionOf(job), cancel) is not { } pinned || pinned.ModelDigest == summary.Digest)
            return null;
        return Fault.Final(new ModelMismatchException(pinned, new VectorCollection(pinned.Name, dimension ?? pinned.Dimension, summary.Digest!)).Message);
    }

    private async Task<string> TellAsync(Job job, VideoFacesParameters wish, VideoSummary summary, FrameReader reader, CancellationToken cancel)
    {
        var chosen = VideoResults.Choose(summary.Tracker!.Tracks);
        bool isStored = wish.Store == true;
        var pinned = await names.FindAsync(CollectionOf(job), cancel);
        List<VideoTrack> told = [];
        foreach (var (number, track) in chosen.Index())
        {
            var tag = pinned is null ? null : await names.TagAsync(pinned, track, summary.Threshold!.Value, job.MediaStoreId, cancel);
            told.Add(VideoResults.Track(number, track, tag, isStored ? PointId.OfTrack(job.Id, number) : null));
        }

        // With no face at all only what an earlier attempt left can be removed.
        var home = chosen.Count > 0 ? new VectorCollection(CollectionOf(job), chosen[0].BestVector.Length, summary.Digest!) : pinned;
        if (isStored && home is not null)
            await points.WriteAsync(job, home, chosen, cancel);
        var result = new VideoFacesResult
        {
            Frames = summary.Frames,
            FramesSkipped = summary.Skipped,
            SkipReasons = summary.Reasons,
            Interval = summary.Interval,
            Duration = reader.Duration,
            Width = summary.Width,
            Height = summary.Height,
            EndedEarly = reader.EndedEarly,
            Collection = CollectionOf(job),
            Threshold = summary.Threshold,
            StoredInVectorDb = isStored,
            Tracks = told,
            TrackCount = summary.Tracker.Count,
            FaceCount = summary.Faces,
            Detections = [],
            ModelDigest = summary.Digest,
        };
        return VideoResults.Text(result, chosen);
    }

    private static string CollectionOf(Job job) => job.Parameters?.Collection ?? VectorCollection.Faces;
}
