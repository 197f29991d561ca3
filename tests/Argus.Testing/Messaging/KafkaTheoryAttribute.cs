using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>As <see cref="KafkaFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaTheoryAttribute : TheoryAttribute
{
    public KafkaTheoryAttribute() => Skip = new KafkaFactAttribute().Skip;
}
