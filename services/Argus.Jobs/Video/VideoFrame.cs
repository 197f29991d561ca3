namespace Argus.Jobs.Video;

/// <summary>One frame that was chosen.</summary>
/// <param name="Note">What FFmpeg says of it.</param>
/// <param name="Picture">A JPEG.</param>
internal readonly record struct VideoFrame(FrameNote Note, ReadOnlyMemory<byte> Picture);
