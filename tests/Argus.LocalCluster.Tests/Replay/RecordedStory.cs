using System.Text.Json.Nodes;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>A story of recorded exchanges.</summary>
internal sealed record RecordedStory(string Name, IReadOnlyList<RecordedStep> Steps)
{
    public static RecordedStory Load(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes-recordings", name + ".json")))!;
        var steps = new List<RecordedStep>();
        int index = 0;
        foreach (var step in json["steps"]!.AsArray().OfType<JsonObject>())
        {
            if (step["request"] is not null)
                Add(steps, index.ToString(), step);
            int inner = 0;
            foreach (var request in (step["requests"] as JsonArray ?? []).OfType<JsonObject>())
                Add(steps, $"{index}.{inner++}", request, step);
            index++;
        }
        return new RecordedStory(name, steps);
    }

    /// <summary>The definition as it was sent to the server.</summary>
    public static JsonNode Definition(string name) => JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes-recordings", "crds", name + ".json")))!;

    // Who asks, and with which kubectl, is said once for all that a run sends.
    private static void Add(List<RecordedStep> steps, string id, JsonObject step, JsonObject? run = null)
    {
        var request = step["request"]!;
        if (step["response"] is JsonObject response)
            steps.Add(new RecordedStep(
                id, (string?)(step["as"] ?? run?["as"]) ?? "admin", (string)request["method"]!, (string)request["path"]!, request["headers"] as JsonObject ?? [], request["body"], response)
            {
                // The older one was a file of that name.
                Agent = (string?)run?["kubectl"] switch { null => null, "1.32" => "kubectl.1.32", _ => "kubectl" },
                When = ((double?)step["at"] ?? 0, ((double?)step["at"] ?? 0) + ((double?)step["took"] ?? 0)),
            });
    }
}
