using System.ComponentModel;
using System.Runtime.CompilerServices;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;
using Argus.Jobs.Media;

namespace Argus.Jobs.Video;

/// <summary>The frames of one video at an interval, as FFmpeg gives them: no more of them are made than are taken.</summary>
/// <param name="program">Where FFmpeg is.</param>
/// <param name="options">Limits.</param>
/// <param name="interval">Seconds.</param>
/// <param name="most">Most frames.</param>
internal sealed class FrameReader(FfmpegProgram program, JobsOptions options, double interval, int most)
{
    private readonly FfmpegMessages _messages = new(interval);
    private int _count;

    /// <summary>Seconds, as the file states it; null as long as it is not known.</summary>
    public double? Duration => _messages.Duration;

    /// <summary>Frames that there will be; null where that is not known.</summary>
    public long? Total => Expected is { } frames ? Math.Min(most, frames) : null;

    /// <summary>Why there is not one frame; null where there is.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>Why there are no more, though the video goes on; null where it does not.</summary>
    public string? EndedEarly { get; private set; }

    /// <summary>Reads them. To be ended by disposing of the enumerator, which ends FFmpeg.</summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        Fault = Check(path, out string? demuxer);
        if (Fault is not null)
            yield break;
        var (process, fault) = await StartAsync(FfmpegCommand.Create(program.Path!, path, demuxer!, interval, most, options));
        Fault = fault;
        if (process is null)
            yield break;
        await using (process)
        {
            var reading = Task.Run(() => _messages.ReadAsync(process.Messages, CancellationToken.None), CancellationToken.None);
            var pictures = new PictureParts(process.Output);
            while (await NextAsync(pictures, cancel) is { } picture)
            {
                // Said before the picture is written.
                if (!await _messages.Notes.WaitToReadAsync(cancel) || !_messages.Notes.TryRead(out var note))
                    break;
                _count++;
                yield return new VideoFrame(note, picture);
            }

            int code = await process.Ended.WaitAsync(cancel);
            await reading.WaitAsync(cancel);
            Judge(code);
        }
    }

    // The rounding of times that are written with two digits is no frame.
    private long? Expected => Duration is { } seconds ? Math.Max(1, (long)Math.Ceiling((seconds / interval) - 1e-6)) : null;

    private Fault? Check(string path, out string? demuxer)
    {
        demuxer = null;
        if (program.Missing is { } missing)
            return Fault.Final(missing);
        try
        {
            byte[] head = new byte[VideoSignatures.Head];
            using var file = File.OpenRead(path);
            int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (VideoSignatures.MimeOf(head.AsSpan(0, length)) is not { } mime)
                return Fault.Final(length == 0 ? "The file is empty." : "The file is none of the videos that are taken: MP4, MOV, WebM, MKV or AVI. Its bytes are looked at, not its name.");
            demuxer = VideoSignatures.DemuxerOf(mime);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fault.Later($"The video cannot be read: {error.Message}");
        }
    }

    private static async Task<(FfmpegProcess? Process, Fault? Fault)> StartAsync(IReadOnlyList<string> command)
    {
        try
        {
            return (await FfmpegProcess.StartAsync(command), null);
        }
        catch (Win32Exception error)
        {
            return (null, Fault.Later($"FFmpeg cannot be started: {error.Message}"));
        }
    }

    private async Task<byte[]?> NextAsync(PictureParts pictures, CancellationToken cancel)
    {
        try
        {
            return await pictures.NextAsync(cancel);
        }
        catch (Exception error) when (error is IOException or InvalidDataException && !cancel.IsCancellationRequested)
        {
            // It was ended in the middle of one; its exit code tells.
            return null;
        }
    }

    private void Judge(int code)
    {
        string? reason = FfmpegReason.Of(_messages.Reasons, options);
        if (_count == 0)
            Fault = Fault.Final(reason ?? (code == 0 ? "The video has no frame that can be read." : $"FFmpeg ended with {code} before the first frame: the video needs more memory or time than it may have (ARGUS_VIDEO_MEMORY, ARGUS_VIDEO_TIMEOUT_MS)."));
        else if (code != 0)
            EndedEarly = reason ?? $"FFmpeg ended with {code}.";
        else if (_count == most && !(Expected <= most))
            EndedEarly = $"max_frames ({most}) is reached.";
    }
}
