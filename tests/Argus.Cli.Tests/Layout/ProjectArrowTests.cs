using System.Xml.Linq;

namespace Argus.Cli.Tests.Layout;

/// <summary>Which project may see which.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Microsoft.ML.OnnxRuntime"] = [],
        ["Microsoft.ML.OnnxRuntimeGenAI"] = [],
        ["Argus.Contracts"] = [],
        ["Argus.ServiceDefaults"] = ["Argus.Contracts"],
        ["Argus.Data"] = ["Argus.Contracts"],
        ["Argus.Jobs"] = ["Argus.Contracts", "Argus.Data", "Argus.ServiceDefaults"],
        // The maths of centroids, and the writer of PNG; no graph is ever loaded there.
        ["Argus.Datasets"] = ["Argus.Contracts", "Argus.Data", "Argus.Inference", "Argus.ServiceDefaults"],
        ["Argus.Inference"] = ["Argus.Contracts", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntimeGenAI"],
        ["Argus.ModelServer"] = ["Argus.Contracts", "Argus.Inference", "Argus.ServiceDefaults"],
        ["Argus.Cli"] = ["Argus.Contracts", "Argus.Inference", "Argus.Kube"],
        ["Argus.Kube"] = [],
        ["Argus.Operator"] = ["Argus.Kube", "Argus.ServiceDefaults"],
        ["Argus.LocalCluster"] = ["Argus.Kube", "Argus.ServiceDefaults"],
        ["Argus.Gateway"] = ["Argus.Contracts", "Argus.Kube", "Argus.ServiceDefaults"],
        ["Argus.SelfTest"] = ["Argus.Inference"],
        ["Argus.Sbom"] = [],
    };

    private static IEnumerable<string> Projects => TrackedFiles.All.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal));

    [Fact]
    public void Projects_SeeOnlyWhatTheyMay() =>
        Assert.Empty(
            from project in Projects.Where(p => !p.StartsWith("tests/", StringComparison.Ordinal))
            let name = Path.GetFileNameWithoutExtension(project)
            from seen in References(project)
            where !Allowed.TryGetValue(name, out string[]? allowed) || !allowed.Contains(seen)
            select $"{name} sees {seen}");

    [Fact]
    public void Tests_AreSeenByTestsOnly() =>
        Assert.Empty(
            from project in Projects.Where(p => !p.StartsWith("tests/", StringComparison.Ordinal))
            from reference in Load(project).Descendants("ProjectReference")
            where reference.Attribute("Include")!.Value.Contains("/tests/", StringComparison.Ordinal)
            select project);

    [Theory]
    [InlineData("Argus.Inference")]
    [InlineData("Argus.Contracts")]
    [InlineData("Argus.Data")]
    public void Library_KnowsNothingOfAspNet(string name)
    {
        var project = Load(Projects.Single(p => Path.GetFileNameWithoutExtension(p) == name));

        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.Empty(project.Descendants("FrameworkReference"));
        Assert.DoesNotContain(project.Descendants("PackageReference"), p => p.Attribute("Include")!.Value.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        string solution = File.ReadAllText(TrackedFiles.PathOf("Platform.sln")).Replace('\\', '/');

        Assert.All(Projects, project => Assert.Contains($"\"{project}\"", solution));
    }

    [Fact]
    public void Packages_HaveTheirVersionsInOnePlace() =>
        Assert.All(Projects, project => Assert.All(Load(project).Descendants("PackageReference"), package => Assert.Null(package.Attribute("Version"))));

    // A project that is only built before another, to be started as a process, is not seen by it.
    private static IEnumerable<string> References(string project) =>
        from reference in Load(project).Descendants("ProjectReference")
        where reference.Attribute("ReferenceOutputAssembly")?.Value != "false"
        select Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value);

    private static XDocument Load(string project) => XDocument.Load(TrackedFiles.PathOf(project));
}
