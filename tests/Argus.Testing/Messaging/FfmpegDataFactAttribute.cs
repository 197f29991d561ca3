namespace Argus.Testing.Messaging;

/// <summary>As <see cref="FfmpegFactAttribute"/>, with the real models and photos.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegDataFactAttribute : FfmpegFactAttribute
{
    public FfmpegDataFactAttribute() => Skip ??= new DataFactAttribute().Skip;
}
