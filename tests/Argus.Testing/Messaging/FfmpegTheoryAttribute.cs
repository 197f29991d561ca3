using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>As <see cref="FfmpegFactAttribute"/>, with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute() => Skip = DebianProgram.Ffmpeg.Missing;
}
