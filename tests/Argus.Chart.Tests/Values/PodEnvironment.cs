using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Values;

/// <summary>What a program of the release finds in its pod.</summary>
internal static class PodEnvironment
{
    /// <summary>What users of the scenarios add, and what another variable is made from.</summary>
    public static IReadOnlyList<string> Added { get; } = ["TZ", "POD_IP"];

    /// <summary>Whether a variable is for the program, and not for its runtime.</summary>
    public static bool IsOfTheProgram(string name) => !name.StartsWith("DOTNET_", StringComparison.Ordinal);

    /// <summary>The Deployment of a component.</summary>
    public static async Task<JsonObject> DeploymentAsync(string scenario, string component) =>
        (await new Scenario(scenario).ObjectsAsync()).Of("Deployment").Single(d => (string?)d["metadata"]!["labels"]!["app.kubernetes.io/component"] == component);

    /// <summary>Its variables, as the kubelet would fill them in.</summary>
    public static Dictionary<string, string> Values(JsonObject deployment)
    {
        var variables = deployment.Container()["env"].List().ToList();
        Assert.Equal(variables.Count, variables.Select(v => (string)v["name"]!).Distinct().Count());
        return variables.ToDictionary(v => (string)v["name"]!, v => ((string?)v["value"] ?? "from-elsewhere").Replace("$(POD_IP)", "10.0.0.1", StringComparison.Ordinal));
    }
}
