using Argus.Operator.Tests.Testing;
using Argus.Testing;

namespace Argus.Operator.Tests.Planning;

/// <summary>Every folder below golden/ is a scenario; ARGUS_REWRITE_GOLDEN=1 writes what is expected anew, to be read before it is committed.</summary>
public sealed class GoldenTests
{
    internal static readonly string Folder = Path.Combine(TestData.Repository, "tests", "Argus.Operator.Tests", "golden");

    public static TheoryData<string> Scenarios => new(Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Compute_Scenario_AsExpected(string scenario)
    {
        string folder = Path.Combine(Folder, scenario);
        var world = Scenario.Read(File.ReadAllText(Path.Combine(folder, "in.yaml")));

        var plan = world.Compute();

        Check(Path.Combine(folder, "plan.txt"), plan.ToString());
        Check(Path.Combine(folder, "out.yaml"), world.Output(plan));
    }

    private static void Check(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("ARGUS_REWRITE_GOLDEN") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
