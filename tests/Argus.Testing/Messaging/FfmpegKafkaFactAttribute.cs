namespace Argus.Testing.Messaging;

/// <summary>As <see cref="FfmpegFactAttribute"/>, with Kafka.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegKafkaFactAttribute : FfmpegFactAttribute
{
    public FfmpegKafkaFactAttribute() => Skip ??= new KafkaFactAttribute().Skip;
}
