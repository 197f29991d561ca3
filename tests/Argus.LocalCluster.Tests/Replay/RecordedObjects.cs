using System.Globalization;
using System.Text.Json.Nodes;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Objects as all the kubectl stories tell of them, which were recorded one after the other on the same cluster.</summary>
internal sealed class RecordedObjects
{
    private readonly Dictionary<string, SortedDictionary<long, JsonObject>> _byUid = [];

    public static RecordedObjects OfKubectl()
    {
        var all = new RecordedObjects();
        foreach (string file in Directory.EnumerateFiles(TestData.At("contracts", "kubernetes-recordings", "kubectl"), "*.json"))
            foreach (var step in RecordedStory.Load("kubectl/" + Path.GetFileNameWithoutExtension(file)).Steps.Where(s => !s.Path.Contains("dryRun=", StringComparison.Ordinal)))
                foreach (var o in Seeding.Objects(step).Where(o => o["metadata"]!["resourceVersion"] is not null))
                    all.Add(o);
        return all;
    }

    /// <summary>The newest state that is not newer than <paramref name="shown"/>, or older where the story itself had changed it by then; null where none is told of.</summary>
    public JsonObject? Before(JsonObject shown, RecordedStory story)
    {
        string uid = Uid(shown);
        if (!_byUid.TryGetValue(uid, out var states))
            return null;
        long first = story.Steps.Where(s => s.Method is "PUT" or "PATCH" && s.Code == 200 && !s.Path.Contains("dryRun=", StringComparison.Ordinal) && (string?)s.Answer?["metadata"]?["uid"] == uid && s.Answer["metadata"]!["resourceVersion"] is not null).Select(s => Version(s.Answer!)).DefaultIfEmpty(long.MaxValue).Min();
        var known = states.Where(s => s.Key <= Version(shown)).ToList();
        // A copy: seeding changes it.
        return (known.LastOrDefault(s => s.Key < first).Value ?? known.FirstOrDefault().Value)?.DeepClone().AsObject();
    }

    /// <summary>The last that was told of an object, or null.</summary>
    public JsonObject? Last(string uid) => _byUid.GetValueOrDefault(uid)?.Last().Value.DeepClone().AsObject();

    private void Add(JsonObject o)
    {
        if (!_byUid.TryGetValue(Uid(o), out var states))
            _byUid[Uid(o)] = states = [];
        states.TryAdd(Version(o), o);
    }

    private static string Uid(JsonObject o) => o["metadata"]!["uid"]!.ToString();

    private static long Version(JsonObject o) => long.Parse(o["metadata"]!["resourceVersion"]!.ToString(), CultureInfo.InvariantCulture);
}
