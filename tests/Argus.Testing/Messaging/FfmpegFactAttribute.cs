using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>A test that needs FFmpeg; skipped, saying so, where it is missing, and failed where it must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = DebianProgram.Ffmpeg.Missing;
}
