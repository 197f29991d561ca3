using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Chart.Tests.Helm;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Monitoring;

/// <summary>Dashboard and alerts ask for time series that exist.</summary>
public sealed partial class MetricsTests
{
    private static JsonObject Dashboard => JsonNode.Parse(File.ReadAllText(ChartFolder.PathOf("files", "dashboards", "argus.json")))!.AsObject();

    private static IEnumerable<JsonObject> Rules =>
        TestYaml.ReadFile(ChartFolder.PathOf("files", "alerts", "argus.yaml")).Single()["groups"].List().SelectMany(g => g["rules"].List());

    [Fact]
    public void Dashboard_EveryQuery_AsksForWhatExists()
    {
        string[] queries =
        [
            .. Dashboard["panels"].List().SelectMany(p => p["targets"].List()).Select(t => (string)t["expr"]!),
            .. Dashboard["templating"]!["list"].List().Select(v => (string?)v["definition"]).OfType<string>(),
        ];

        Assert.True(queries.Length > 40);
        Assert.All(queries, query => Assert.Empty(Unknown(query)));
        Assert.All(queries, query => Assert.NotEmpty(Series(query)));
    }

    [Fact]
    public void Alerts_EveryExpression_AsksForWhatExists()
    {
        Assert.True(Rules.Count() > 10);
        Assert.All(Rules, rule => Assert.Empty(Unknown((string)rule["expr"]!)));
    }

    [Fact]
    public void Alerts_Each_TellsWhatIsWrongAndWhatToDo()
    {
        Assert.All(Rules, rule =>
        {
            Assert.Matches("^Argus[A-Z]", (string)rule["alert"]!);
            Assert.Contains((string)rule["labels"]!["severity"]!, (string[])["critical", "warning"]);
            Assert.NotNull(rule["for"]);
            Assert.True(((string)rule["annotations"]!["summary"]!).Length > 10);
            Assert.True(((string)rule["annotations"]!["description"]!).Length > 10);
        });
        Assert.Equal(Rules.Count(), Rules.Select(r => (string)r["alert"]!).Distinct().Count());
    }

    [Fact]
    public void Dashboard_Panels_LieSideBySide()
    {
        var places = Dashboard["panels"].List().Select(p => (Title: (string)p["title"]!, X: (int)p["gridPos"]!["x"]!, Y: (int)p["gridPos"]!["y"]!, W: (int)p["gridPos"]!["w"]!, H: (int)p["gridPos"]!["h"]!)).ToList();

        Assert.Empty(
            from a in places
            from b in places
            where a != b && a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H
            select $"{a.Title} lies on {b.Title}");
        Assert.All(places, p => Assert.True(p.X + p.W <= 24));
        Assert.Equal(places.Count, Dashboard["panels"].List().Select(p => (int)p["id"]!).Distinct().Count());
    }

    [Theory]
    [InlineData("argus_gateway_requests_in_flight")]
    [InlineData("argus_gateway_requests_total")]
    [InlineData("argus_gateway_request_duration_seconds")]
    [InlineData("argus_gateway_retries_total")]
    [InlineData("argus_gateway_held_requests")]
    [InlineData("argus_gateway_refused_total")]
    [InlineData("argus_gateway_destinations")]
    [InlineData("argus_gateway_routes")]
    [InlineData("argus_gateway_route_table_age_seconds")]
    public void Dashboard_GatewayMetric_IsShown(string metric) =>
        Assert.Contains(metric, File.ReadAllText(ChartFolder.PathOf("files", "dashboards", "argus.json")), StringComparison.Ordinal);

    [Theory]
    [InlineData("argus_jobs_ended_total")]
    [InlineData("argus_jobs_oldest_pending_seconds")]
    [InlineData("argus_jobs_wait_seconds_bucket")]
    [InlineData("argus_jobs_stage_duration_seconds_bucket")]
    [InlineData("argus_jobs_in_flight")]
    [InlineData("argus_jobs_lag")]
    [InlineData("argus_outbox_oldest_seconds")]
    public void Dashboard_MetricOfJobs_IsShown(string metric) =>
        Assert.Contains(metric, File.ReadAllText(ChartFolder.PathOf("files", "dashboards", "argus.json")), StringComparison.Ordinal);

    [Theory]
    [InlineData("sum(rate(argus_pictures_total[5m]))", "")]
    [InlineData("argus_picture_total", "argus_picture_total")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(argus_stage_duration_bucket[5m])))", "argus_stage_duration_bucket")]
    [InlineData("sum by (namespace, code) (rate(kubernetes_client_retries[5m]))", "kubernetes_client_retries")]
    public void Unknown_ANameThatIsNoSeries_IsFound(string query, string unknown) => Assert.Equal(unknown, string.Join(' ', Unknown(query)));

    private static IEnumerable<string> Unknown(string query) => Series(query).Where(name => !DeclaredMetrics.Names.Contains(name));

    // What is left without texts, lists of labels and durations, and is no function.
    private static IEnumerable<string> Series(string query) => Word().Matches(Aside().Replace(query, " ")).Select(m => m.Value).Where(w => w.Contains('_', StringComparison.Ordinal)).Distinct();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|without|ignoring)\s*\([^)]*\)|""[^""]*""|,\s*[a-z_]+\s*\)$")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b(?!\s*\()")]
    private static partial Regex Word();
}
