using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Jobs;

/// <summary>The part of a release that is about jobs.</summary>
internal static class JobsPods
{
    /// <summary>One pod, without any values.</summary>
    public const string Alone = "a-release-without-any-values";

    /// <summary>With a database, Kafka, Qdrant and a media store of another's.</summary>
    public const string Apart = "jobs-on-kafka-postgresql-and-qdrant";

    /// <summary>With a database and a pod that keeps pictures.</summary>
    public const string WithMedia = "as-locked-down-as-it-can-be";

    /// <summary>Values that part api and worker.</summary>
    public static IReadOnlyList<string> Database { get; } = ["jobs.database.host=db", "jobs.database.existingSecret=db-user", "jobs.vectors.kind=pgvector"];

    /// <summary>Objects with more values.</summary>
    public static async Task<IReadOnlyList<JsonObject>> TemplateAsync(params IEnumerable<string> values) =>
        TestYaml.ReadAll(await HelmRun.TemplateAsync(values.SelectMany(v => (string[])["--set", v])));

    /// <summary>Their Deployments.</summary>
    public static IReadOnlyList<JsonObject> Of(IEnumerable<JsonObject> objects) => [.. objects.Of("Deployment").Where(d => ComponentOf(d).StartsWith("jobs", StringComparison.Ordinal))];

    /// <summary>Such as jobs-worker.</summary>
    public static string ComponentOf(JsonObject o) => (string)o["metadata"]!["labels"]!["app.kubernetes.io/component"]!;
}
