using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Argus.ServiceDefaults.Metrics;
using Argus.Testing;

namespace Argus.Chart.Tests.Monitoring;

/// <summary>Names of the time series that our programs have, made by the code that makes them there from the instruments that the source declares.</summary>
internal static partial class DeclaredMetrics
{
    // Of the framework: the ones of our pages whose meters have no source here.
    private static readonly (string Kind, string Name, string? Unit)[] Framework =
    [
        ("Histogram", "http.server.request.duration", "s"), ("UpDownCounter", "http.server.active_requests", null),
        ("Counter", "dotnet.process.cpu.time", "s"), ("UpDownCounter", "dotnet.process.memory.working_set", "By"), ("Counter", "dotnet.gc.pause.time", "s"),
    ];

    /// <summary>All of them, those of histograms by their three suffixes too.</summary>
    public static IReadOnlySet<string> Names { get; } = Find().SelectMany(n => (string[])[n, $"{n}_bucket", $"{n}_sum", $"{n}_count"]).ToHashSet();

    private static IEnumerable<string> Find()
    {
        var declared = ((string[])["operator", "services", "gateway"]).Select(f => Path.Combine(TestData.Repository, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
            .SelectMany(f => Instrument().Matches(File.ReadAllText(f)))
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Success ? m.Groups[3].Value : null))
            .ToList();
        Assert.True(declared.Count > 15);
        using var meter = new Meter("Argus.Chart.Tests.Declared");
        using var collector = new MetricsCollector(null, meter.Name);
        foreach (var (kind, name, unit) in declared.Concat(Framework))
            Record(meter, kind, name, unit);
        return [.. Type().Matches(collector.Scrape()).Select(m => m.Groups[1].Value)];
    }

    private static void Record(Meter meter, string kind, string name, string? unit)
    {
        switch (kind)
        {
            case "Counter" or "ObservableCounter":
                meter.CreateCounter<long>(name, unit).Add(1);
                break;
            case "Histogram":
                meter.CreateHistogram<double>(name, unit).Record(1);
                break;
            default:
                meter.CreateUpDownCounter<long>(name, unit).Add(1);
                break;
        }
    }

    [GeneratedRegex(@"Create(Counter|Histogram|UpDownCounter|ObservableGauge|ObservableCounter|ObservableUpDownCounter|Gauge)(?:<\w+>)?\(\s*""([\w.]+)""(?:,\s*(?:[\w.]+(?:\([^""]*?\))?|\(\) => [^,""]+),)?\s*(?:,?\s*""([^""]*)"")?")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^# TYPE (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Type();
}
