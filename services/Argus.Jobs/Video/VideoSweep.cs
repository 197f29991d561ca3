using Argus.Jobs.Configuration;
using Argus.Jobs.Media;

namespace Argus.Jobs.Video;

/// <summary>At the start: deletes videos that a killed process left, and tells the log where there is no FFmpeg.</summary>
internal sealed class VideoSweep(VideoFolder folder, FfmpegProgram program, JobsOptions options, ILogger<VideoSweep> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (program.Missing is { } missing)
            Log.NoFfmpeg(log, missing);
        // Who reads them where they are kept fetches none.
        if (options.MediaStore is null)
            return Task.CompletedTask;
        try
        {
            folder.Prepare();
        }
        catch (VideoFolderException error)
        {
            Log.NoFolder(log, error.Message);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
