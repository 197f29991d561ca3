using Argus.Jobs.Http;
using Argus.Jobs.Models;
using Argus.Jobs.Work;

namespace Argus.Jobs.Video;

/// <summary>Asks the model about frames. What it refuses is skipped; while it is away for a moment it is waited for, so that minutes of work are not lost for it.</summary>
internal sealed class FrameModel(ModelClient models, WorkMetrics metrics, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The faces of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="priority">0 to 10, higher first.</param>
    /// <param name="cancel">Breaks it off.</param>
    public async Task<FrameAnswer> AskAsync(VideoFrame frame, int priority, CancellationToken cancel)
    {
        if (frame.Note.IsDamaged)
            return new(frame.Note, null, "FFmpeg: the frame is damaged.", null);
        var pause = FirstPause;
        for (int tries = 1; ; tries++, pause *= 2)
        {
            long begun = time.GetTimestamp();
            var answer = await models.DetectAsync(frame.Picture, embedding: true, priority, cancel);
            metrics.Stage("infer", time.GetElapsedTime(begun));
            if (answer.Value is { } faces)
                return new(frame.Note, faces, null, null) { Threshold = answer.VerifyThreshold };
            var fault = answer.Fault!;
            if (fault is { Healing: Healing.None, Status: not null })
                return new(frame.Note, null, fault.Reason, null);
            // Nothing of a key or an address comes right by itself within seconds.
            if (fault.Healing == Healing.None || fault.Status is 401 or 403 or 404)
                return new(frame.Note, null, null, fault);
            if (tries == Tries)
                return fault.Status == 500 ? new(frame.Note, null, fault.Reason, null) : new(frame.Note, null, null, fault);
            var wait = fault.After ?? pause;
            await Task.Delay(wait < LongestPause ? wait : LongestPause, time, cancel);
        }
    }
}
