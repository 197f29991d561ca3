using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>As <see cref="MosquittoFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoTheoryAttribute : TheoryAttribute
{
    public MosquittoTheoryAttribute() => Skip = new MosquittoFactAttribute().Skip;
}
