using System.Text.Json;
using Argus.Testing;

namespace Argus.Kube.Tests.Recordings;

/// <summary>The exchanges of one recorded story, those of kubectl included.</summary>
internal static class Story
{
    private static string Folder => TestData.At("contracts", "kubernetes-recordings");

    /// <summary>Every story, as <c>folder/file.json</c>.</summary>
    public static IReadOnlyList<string> Names() => TestData.Root is null
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Folder, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("crds/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Exchange> Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, name)));
        var found = new List<Exchange>();
        foreach (var step in document.RootElement.Clone().GetProperty("steps").EnumerateArray())
        {
            if (step.TryGetProperty("request", out _))
                found.Add(new Exchange(name, step));
            if (step.TryGetProperty("requests", out var requests))
                found.AddRange(requests.EnumerateArray().Select(r => new Exchange(name, r)));
        }

        return found;
    }

    /// <summary>One recorded step by its number.</summary>
    public static Exchange Step(string name, int number) => Read(name).Single(e => e.Name == $"{name} step {number}");
}
