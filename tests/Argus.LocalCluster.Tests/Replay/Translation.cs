using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>What the recorded uids, versions and tokens are here.</summary>
internal sealed partial class Translation
{
    private Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private Dictionary<string, string> _back = new(StringComparer.Ordinal);
    private SortedDictionary<long, long> _versions = [];

    /// <summary>All that is known so far.</summary>
    public (Dictionary<string, string> Texts, Dictionary<string, string> Back, SortedDictionary<long, long> Versions) Save() => (new(_texts), new(_back), new(_versions));

    /// <summary>Forgets what was learnt since <paramref name="saved"/>: it came with an answer that was not the right one.</summary>
    public void Restore((Dictionary<string, string> Texts, Dictionary<string, string> Back, SortedDictionary<long, long> Versions) saved) =>
        (_texts, _back, _versions) = saved;

    /// <summary>Version before anything that the story did.</summary>
    public long Start { get; set; }

    /// <summary>Takes a pair as the same; says why it cannot be.</summary>
    public string? Learn(string recorded, string actual)
    {
        if (_texts.TryGetValue(recorded, out string? known))
            return known == actual ? null : $"{recorded} was {known}, is now {actual}";
        if (_back.TryGetValue(actual, out string? other) && other != recorded)
            return $"{actual} stood for {other}, now for {recorded}";
        _texts[recorded] = actual;
        _back[actual] = recorded;
        return null;
    }

    /// <summary>Takes two versions as the same; their order must be the same too.</summary>
    public string? LearnVersion(string recorded, string actual)
    {
        if (!long.TryParse(recorded, out long r) || !long.TryParse(actual, out long a))
            return recorded == actual ? null : $"version {recorded} became {actual}";
        if (_versions.TryGetValue(r, out long known))
            return known == a ? null : $"version {r} was {known}, is now {a}";
        foreach (var (before, here) in _versions)
            if ((before < r && here > a) || (before > r && here < a))
                return $"version {r} came as {a}, though {before} is {here}";
        _versions[r] = a;
        return null;
    }

    /// <summary>Takes two list versions together; lists jump ahead of objects in the recording, so only what can be known is checked.</summary>
    public void LearnListVersion(string recorded, string actual)
    {
        if (long.TryParse(recorded, out long r) && long.TryParse(actual, out long a) && !_versions.ContainsKey(r) && LearnVersion(recorded, actual) is null)
            _versions[r] = a;
    }

    /// <summary>The version here that stands for a recorded one.</summary>
    public string Version(string recorded)
    {
        if (!long.TryParse(recorded, NumberStyles.None, CultureInfo.InvariantCulture, out long r) || r < 20)
            return recorded;
        if (_versions.TryGetValue(r, out long known))
            return known.ToString(CultureInfo.InvariantCulture);
        long best = Start;
        foreach (var (before, here) in _versions)
        {
            if (before > r)
                return best.ToString(CultureInfo.InvariantCulture);
            best = here;
        }
        // Far beyond all that was seen: a version of the future.
        return r - (_versions.Count == 0 ? r : _versions.Keys.Last()) > 4000 ? (best + 100_000).ToString(CultureInfo.InvariantCulture) : best.ToString(CultureInfo.InvariantCulture);
    }

    public string Path(string path)
    {
        path = VersionParameter().Replace(path, m => m.Groups[1].Value + Version(m.Groups[2].Value));
        path = ContinueParameter().Replace(path, m => m.Groups[1].Value + Token(m.Groups[2].Value));
        return Text(path);
    }

    /// <summary>A request body, in place.</summary>
    public void Body(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o when (string?)(o["path"] as JsonValue) == "/metadata/resourceVersion":
                o["value"] = Version(o["value"]!.ToString());
                break;
            case JsonObject o:
                foreach (string name in o.Select(p => p.Key).ToArray())
                    if (name == "resourceVersion" && o[name] is JsonValue version && version.GetValueKind() == System.Text.Json.JsonValueKind.String)
                        o[name] = Version(version.ToString());
                    else if (o[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
                        o[name] = Text(value.ToString());
                    else
                        Body(o[name]);
                break;
            case JsonArray array:
                for (int i = 0; i < array.Count; i++)
                    if (array[i] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
                        array[i] = Text(value.ToString());
                    else
                        Body(array[i]);
                break;
        }
    }

    /// <summary>A text with every known uid and name in it replaced.</summary>
    public string Text(string text)
    {
        // The longest first: a pod's name holds that of its ReplicaSet.
        foreach (var (recorded, actual) in _texts.OrderByDescending(pair => pair.Key.Length))
            if (text.Contains(recorded, StringComparison.Ordinal))
                text = text.Replace(recorded, actual, StringComparison.Ordinal);
        return text;
    }

    private string Token(string token)
    {
        try
        {
            var json = JsonNode.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token)))!.AsObject();
            json["rv"] = (long)json["rv"]! is var rv && rv > 20 ? long.Parse(Version(rv.ToString()), CultureInfo.InvariantCulture) : rv;
            return System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return token;
        }
    }

    [GeneratedRegex(@"([?&]resourceVersion=)(\d+)")]
    private static partial Regex VersionParameter();

    [GeneratedRegex(@"([?&]continue=)([^&]+)")]
    private static partial Regex ContinueParameter();
}
