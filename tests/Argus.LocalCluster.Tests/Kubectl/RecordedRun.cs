using System.Text.Json.Nodes;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>A run of kubectl as it was recorded.</summary>
/// <param name="Id">Place in the story.</param>
/// <param name="As">admin, nobody or badtoken.</param>
/// <param name="Kubectl">Version, such as <c>1.32</c>.</param>
/// <param name="Command">As typed.</param>
/// <param name="Files">Written before it, by name.</param>
internal sealed record RecordedRun(int Id, string As, string Kubectl, string Command, IReadOnlyDictionary<string, string> Files, string? Input, bool Interrupted, KubectlRun Outcome)
{
    /// <summary>The runs of a story, by place.</summary>
    public static IReadOnlyDictionary<string, RecordedRun> Load(string story)
    {
        var steps = JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes-recordings", story + ".json")))!["steps"]!.AsArray();
        return Enumerable.Range(0, steps.Count).Where(i => steps[i]!["command"] is not null).ToDictionary(i => $"{i}", i => Of(i, steps[i]!));
    }

    private static RecordedRun Of(int id, JsonNode step) => new(
        id, (string?)step["as"] ?? "admin", (string)step["kubectl"]!, (string)step["command"]!,
        (step["files"] as JsonObject ?? []).ToDictionary(f => f.Key, f => f.Value!.ToString()), (string?)step["stdin"], (bool?)step["interrupted"] ?? false,
        new KubectlRun((int)step["exit"]!, (string)step["stdout"]!, (string)step["stderr"]!));
}
