using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Tests.Vectors.Embedded;

/// <summary>In bytes, and yet exact.</summary>
public sealed class QuantisedConformanceTests : EmbeddedConformanceTests
{
    private protected override EmbeddedVectorOptions Options(string folder) => base.Options(folder) with { Quantised = true };
}
