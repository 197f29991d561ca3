using Xunit;

namespace Argus.Testing;

/// <summary>A test that needs the real models and photos; skipped, saying why, where they are not beside the clone.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute() => Skip = TestData.Root is null ? DataTheoryAttribute.Reason : null;
}

/// <summary>As <see cref="DataFactAttribute"/>, with cases.</summary>
public sealed class DataTheoryAttribute : TheoryAttribute
{
    internal const string Reason = "no shared/ folder with models, photos and golden values beside the clone";

    public DataTheoryAttribute() => Skip = TestData.Root is null ? Reason : null;
}
