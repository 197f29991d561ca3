using Argus.Inference.Models;

namespace Argus.Testing;

/// <summary>The manifests under tests/packs, resolved by hash from the test data.</summary>
public static class ReferencePacks
{
    private static readonly ModelStore Store = new(
        new ModelStoreOptions
        {
            SearchPaths = TestData.Root is null ? [] : [TestData.At("models")],
            CachePath = Path.Combine(Path.GetTempPath(), $"argus-tests-{Environment.UserName}"),
            AcceptedLicenses = ["insightface-non-commercial"],
        },
        TimeProvider.System);

    /// <summary>A manifest of tests/packs by its name, with every file verified.</summary>
    public static ResolvedPack Named(string name) => Resolve(Path.Combine(TestData.Repository, "tests", "packs", name + ".yaml"));

    /// <summary>Any manifest, with every file verified.</summary>
    public static ResolvedPack Resolve(string manifest)
    {
        var read = PackCatalog.Shipped.Read(manifest);
        if (read.Pack is null)
            throw new InvalidOperationException(string.Join(Environment.NewLine, read.Violations));
        var resolution = Store.ResolveAsync(read.Pack).GetAwaiter().GetResult();
        return resolution.Pack ?? throw new InvalidOperationException(resolution.Explanation);
    }
}
