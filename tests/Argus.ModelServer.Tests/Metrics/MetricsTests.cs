using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Argus.ModelServer.Tests.Running;
using Argus.ServiceDefaults.Metrics;

namespace Argus.ModelServer.Tests.Metrics;

[Collection(OnSharedServer.Name)]
public sealed partial class MetricsTests(SharedServer shared)
{
    [Fact]
    public async Task Page_AfterRequests_TellsOfThemInLawfulText()
    {
        await shared.Server.Http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"));
        await shared.Server.Http.GetAsync("/nowhere");
        var response = await shared.Server.Http.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var samples = Parse(await response.Content.ReadAsStringAsync());
        Assert.True(samples["argus_pictures_total"] >= 1);
        Assert.True(samples["argus_faces_total"] >= 1);
        Assert.Equal(1, samples["argus_ready"]);
        Assert.Equal(0, samples["argus_fallback_nodes"]);
        foreach (string stage in (string[])["decode", "preprocess", "infer", "postprocess"])
            Assert.True(samples[$"argus_stage_duration_seconds_count{{stage=\"{stage}\"}}"] >= 1);
        Assert.Contains(samples.Keys, k => k.StartsWith("argus_inference_queue_wait_seconds_bucket", StringComparison.Ordinal));
        Assert.Contains(samples.Keys, k => k.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && k.Contains("http_route=\"/detect\""));
        Assert.Contains(samples.Keys, k => k.StartsWith("argus_model_info{", StringComparison.Ordinal) && k.Contains("provider=\"CPUExecutionProvider\""));
    }

    [Fact]
    public void Scrape_EveryKindOfInstrument_IsWrittenByTheRules()
    {
        using var meter = new Meter("test." + nameof(Scrape_EveryKindOfInstrument_IsWrittenByTheRules));
        using var collector = new MetricsCollector(null, meter.Name);
        var counter = meter.CreateCounter<long>("a.count-er", null, "Line\nand \\ back");
        counter.Add(2, new KeyValuePair<string, object?>("la.bel", "quote \" back \\ line\n"));
        counter.Add(3, new KeyValuePair<string, object?>("la.bel", "quote \" back \\ line\n"));
        meter.CreateUpDownCounter<int>("level").Add(5);
        meter.CreateGauge<double>("size", "By").Record(1.5);
        meter.CreateObservableGauge("seen", () => 7);
        var histogram = meter.CreateHistogram<double>("wait", "s");
        foreach (double value in (double[])[0.00005, 0.0001, 0.02, 100])
            histogram.Record(value);

        string text = collector.Scrape();
        var samples = Parse(text);
        Assert.Contains("# HELP a_count_er_total Line\\nand \\\\ back\n# TYPE a_count_er_total counter\n", text);
        Assert.Equal(5, samples["a_count_er_total{la_bel=\"quote \\\" back \\\\ line\\n\"}"]);
        Assert.Equal(5, samples["level"]);
        Assert.Equal(1.5, samples["size_bytes"]);
        Assert.Equal(7, samples["seen"]);
        Assert.Equal(2, samples["wait_seconds_bucket{le=\"0.0001\"}"]);
        Assert.Equal(3, samples["wait_seconds_bucket{le=\"0.02\"}"]);
        Assert.Equal(4, samples["wait_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal(4, samples["wait_seconds_count"]);
        Assert.Equal(100.02015, samples["wait_seconds_sum"], 6);
    }

    [Fact]
    public void Scrape_EndlessLabels_EndInOneSeries()
    {
        using var meter = new Meter("test." + nameof(Scrape_EndlessLabels_EndInOneSeries));
        using var collector = new MetricsCollector(null, meter.Name);
        var counter = meter.CreateCounter<long>("many");
        for (int i = 0; i < 5000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        var samples = Parse(collector.Scrape());
        Assert.InRange(samples.Count, 2, 510);
        Assert.Equal(5000, samples.Values.Sum());
        Assert.True(samples["many_total{overflow=\"true\"}"] > 4000);
    }

    [Fact]
    public async Task Record_ManyThreads_LosesNothing()
    {
        using var meter = new Meter("test." + nameof(Record_ManyThreads_LosesNothing));
        using var collector = new MetricsCollector(null, meter.Name);
        var histogram = meter.CreateHistogram<double>("wait", "s");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++)
                histogram.Record(0.5, new KeyValuePair<string, object?>("stage", "x"));
        })));
        var samples = Parse(collector.Scrape());
        Assert.Equal(80_000, samples["wait_seconds_count{stage=\"x\"}"]);
        Assert.Equal(40_000, samples["wait_seconds_sum{stage=\"x\"}"]);
    }

    /// <summary>Reads the text format strictly: every line lawful, no sample twice, every family declared once before its samples.</summary>
    private static Dictionary<string, double> Parse(string text)
    {
        Dictionary<string, double> samples = [];
        HashSet<string> declared = [];
        Assert.EndsWith("\n", text);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                continue;
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ');
                Assert.Contains(parts[3], (string[])["counter", "gauge", "histogram"]);
                Assert.True(declared.Add(parts[2]), $"{parts[2]} is declared twice");
                continue;
            }

            var match = Sample().Match(line);
            Assert.True(match.Success, line);
            string name = match.Groups[1].Value;
            Assert.True(declared.Contains(name) || declared.Contains(Suffix().Replace(name, "")), $"{name} is not declared");
            samples.Add(match.Groups[1].Value + match.Groups[2].Value, match.Groups[3].Value == "+Inf" ? double.PositiveInfinity : double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        }

        return samples;
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:\\[\\"n]|[^"\\])*",?)+\})? (\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
