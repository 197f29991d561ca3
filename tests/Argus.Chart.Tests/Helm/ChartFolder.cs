using Argus.Testing;

namespace Argus.Chart.Tests.Helm;

/// <summary>Where the chart lies.</summary>
internal static class ChartFolder
{
    public const string Relative = "charts/argus";

    public static string PathOf(params string[] parts) => Path.Combine([TestData.Repository, "charts", "argus", .. parts]);
}
