using Argus.Chart.Tests.Helm;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Rendering;

/// <summary>
/// A packaged chart holds all that it applies, so that definitions and packs lie in it once more. ARGUS_REWRITE_GOLDEN=1 copies them anew.
/// </summary>
public sealed class CopiesTests
{
    private static readonly string[] Packs = [.. Directory.EnumerateFiles(Path.Combine(TestData.Repository, "models"), "pack.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public void Definitions_InTheChart_AreThoseOfTheRepository() =>
        Check("crds", Directory.EnumerateFiles(Path.Combine(TestData.Repository, "crds"), "*.yaml").ToDictionary(f => Path.GetFileName(f)!));

    [Fact]
    public void Packs_InTheChart_AreThoseOfTheRepository() =>
        Check(Path.Combine("files", "packs"), Packs.ToDictionary(f => Path.GetFileName(Path.GetDirectoryName(f)!) + ".yaml"));

    [Fact]
    public async Task Template_Packs_SayWhatTheirFilesSay()
    {
        var rendered = (await new Scenario("a-release-without-any-values").ObjectsAsync()).Of("ModelPack").ToDictionary(p => p.Name());

        Assert.Equal(Packs.Length, rendered.Count);
        Assert.All(Packs.Select(p => TestYaml.ReadFile(p).Single()), pack => Assert.Equal(pack["spec"]!.ToJsonString(), rendered[pack.Name()]["spec"]!.ToJsonString()));
    }

    private static void Check(string folder, IReadOnlyDictionary<string, string> originals)
    {
        string copies = ChartFolder.PathOf(folder);
        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
        {
            foreach (string copy in Directory.EnumerateFiles(copies).Where(f => !originals.ContainsKey(Path.GetFileName(f))))
                File.Delete(copy);
            // Others render the chart meanwhile.
            foreach (var (name, original) in originals)
                File.WriteAllBytes(Path.Combine(copies, name), File.ReadAllBytes(original));
        }

        Assert.NotEmpty(originals);
        Assert.Equal(originals.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(copies).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(originals, o => Assert.True(File.ReadAllBytes(o.Value).SequenceEqual(File.ReadAllBytes(Path.Combine(copies, o.Key))), $"{folder}/{o.Key} is not {Path.GetRelativePath(TestData.Repository, o.Value)}: ARGUS_REWRITE_GOLDEN=1 copies it."));
    }
}
