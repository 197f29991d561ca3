namespace Argus.Jobs.Video;

/// <summary>What FFmpeg says of a frame that it chose.</summary>
/// <param name="Time">Seconds from the beginning of the video.</param>
/// <param name="IsDamaged">Whether the decoder could not read all of it.</param>
/// <param name="Lost">Frames that should have been chosen before it and were lost to damage.</param>
internal readonly record struct FrameNote(double Time, bool IsDamaged, int Lost);
