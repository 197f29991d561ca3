using System.Text.Json;
using Argus.Kube.Api;

namespace Argus.LocalCluster.Tests.Controllers;

/// <summary>Recorded exchanges with a real API server.</summary>
internal static class RecordedStory
{
    /// <summary>Objects that the watches of a story told, in order, for one kind.</summary>
    public static IReadOnlyList<T> Watched<T>(string file)
        where T : class, IKubernetesObject<T> => [.. Events<T>(file).Select(entry => entry.Object)];

    /// <summary>With the seconds since the story began and the kind of event.</summary>
    public static IReadOnlyList<(double At, string Type, T Object)> Events<T>(string file)
        where T : class, IKubernetesObject<T>
    {
        using var story = JsonDocument.Parse(File.ReadAllBytes(TestData.At("contracts", "kubernetes-recordings", "workloads", file)));
        var found = new List<(double, string, T)>();
        foreach (var step in story.RootElement.GetProperty("steps").EnumerateArray())
        {
            if (!step.TryGetProperty("response", out var response) || !response.TryGetProperty("events", out var events))
                continue;
            double begun = step.GetProperty("at").GetDouble();
            foreach (var line in events.EnumerateArray())
            {
                var told = line.GetProperty("event");
                var value = told.GetProperty("object");
                if (value.GetProperty("kind").GetString() == T.Resource.Kind)
                    found.Add((begun + line.GetProperty("t").GetDouble(), told.GetProperty("type").GetString()!, value.Deserialize(T.JsonType)!));
            }
        }

        return found;
    }
}
