using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Holds an answer against the recorded one. What is volatile is not compared, but how it relates to the rest of the story is.</summary>
internal sealed partial class Comparison(Translation translation, bool live = false)
{
    // Their values change with every run; that they are there and of the same form is what counts.
    private static readonly HashSet<string> Moments =
    [
        "creationTimestamp", "deletionTimestamp", "time", "lastTransitionTime", "lastUpdateTime", "lastProbeTime", "lastHeartbeatTime", "startTime", "startedAt",
    ];

    private static readonly HashSet<string> Addresses = ["clusterIP", "nodePort", "podIP", "hostIP"];
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Compare(JsonNode? recorded, JsonNode? actual, string path = "$")
    {
        switch (recorded, actual)
        {
            case (null, null):
                break;
            case (JsonObject r, JsonObject a):
                CompareObjects(r, a, path);
                break;
            case (JsonArray r, JsonArray a):
                CompareArrays(r, a, path);
                break;
            // The other form of clusterIP; that both agree is for the tests of addresses.
            case (JsonValue r, JsonValue a) when !live && path.EndsWith(".clusterIPs[0]", StringComparison.Ordinal):
                Note(System.Net.IPAddress.TryParse(a.ToString(), out _) == System.Net.IPAddress.TryParse(r.ToString(), out _) ? null : $"{a} is not of the form {r}", path);
                break;
            case (JsonValue r, JsonValue a):
                CompareValues(r, a, path);
                break;
            default:
                Fault(path, recorded, actual);
                break;
        }
    }

    private void CompareObjects(JsonObject recorded, JsonObject actual, string path)
    {
        // What identifies an object says what the names in the rest of it mean.
        if (live && recorded["metadata"]?["labels"]?["pod-template-hash"] is { } hash && actual["metadata"]?["labels"]?["pod-template-hash"] is { } here)
            Note(translation.Learn(hash.ToString(), here.ToString()), path);
        foreach (var (recordedName, value) in live ? recorded.OrderBy(p => p.Key is "metadata" or "object" ? 0 : 1) : recorded.AsEnumerable())
        {
            // Keys of field sets name what they are about.
            string name = translation.Text(recordedName);
            string at = $"{path}.{name}";
            // Other objects change meanwhile, here as there.
            if (live && name == "resourceVersion")
                continue;
            if (!actual.TryGetPropertyValue(name, out var found))
                Fault(at, value, null);
            else if (IsVersion(name, path))
                Note(path is "$.metadata" && recorded.Parent?["items"] is not null ? LearnList(value, found) : translation.LearnVersion(value!.ToString(), found!.ToString()), at);
            else if (name == "resourceVersion" && value is JsonValue)
                Note(translation.Version(value.ToString()) == found!.ToString() ? null : $"{found} is not {value}", at);
            else if (name == "uid" && value is JsonValue)
                Note(translation.Learn(value.ToString(), found!.ToString()), at);
            else if (name == "continue" && value is JsonValue)
                Note((value.ToString().Length == 0) == (found!.ToString().Length == 0) ? null : $"continue is {found}", at);
            else if (Moments.Contains(name) && value is JsonValue)
                Note(found is JsonValue && found.ToString().Length == value.ToString().Length ? null : $"{found} is not of the form {value}", at);
            else if (!live && Addresses.Contains(name) && value is JsonValue)
                Note(found is JsonValue ? null : $"{found} is no address", at);
            else if (name == "description" && path.Contains("columnDefinitions", StringComparison.Ordinal) && !value!.ToString().StartsWith("Custom resource", StringComparison.Ordinal))
                continue;
            else if (name == "name" && (recorded.ContainsKey("generateName") || (live && path.EndsWith(".targetRef", StringComparison.Ordinal))))
                Note(translation.Learn(value!.ToString(), found!.ToString()), at);
            else if (name == "message" && (path == "$" || path.EndsWith("].object", StringComparison.Ordinal)))
                CompareMessages(value!.ToString(), found!.ToString());
            else if (name == "serverRelativeURL")
                Note(LearnHash(value!.ToString(), found!.ToString()), at);
            else if (name == "storageVersionHash")
                continue;
            else
                Compare(value, found, at);
        }
        foreach (var (name, value) in actual)
            if (!recorded.Any(p => translation.Text(p.Key) == name))
                Fault($"{path}.{name}", null, value);
    }

    private void CompareArrays(JsonArray recorded, JsonArray actual, string path)
    {
        var left = recorded.ToList();
        var right = actual.ToList();
        if (path.EndsWith(".causes", StringComparison.Ordinal))
        {
            // Several causes have no order, and one may be told twice.
            left = [.. left.DistinctBy(c => c!.ToJsonString()).OrderBy(c => translation.Text(c!.ToJsonString()), StringComparer.Ordinal)];
            right = [.. right.DistinctBy(c => c!.ToJsonString()).OrderBy(c => c!.ToJsonString(), StringComparer.Ordinal)];
        }
        if (path.EndsWith(".managedFields", StringComparison.Ordinal))
        {
            left = [.. left.OrderBy(ManagerKey, StringComparer.Ordinal)];
            right = [.. right.OrderBy(ManagerKey, StringComparer.Ordinal)];
        }
        if (live && path.EndsWith(".conditions", StringComparison.Ordinal) && left.All(c => c is JsonObject))
        {
            // They are a map by type.
            left = [.. left.OrderBy(c => c!["type"]?.ToString(), StringComparer.Ordinal)];
            right = [.. right.OrderBy(c => c!["type"]?.ToString(), StringComparer.Ordinal)];
        }
        if (live && (path.EndsWith(".items", StringComparison.Ordinal) || path.EndsWith(".rows", StringComparison.Ordinal) || path.EndsWith(".endpoints", StringComparison.Ordinal)))
            right = Paired(left, right);
        if (left.Count != right.Count)
            _faults.Add($"{path}: {left.Count} elements recorded, {right.Count} here: {Short(actual)}");
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
            Compare(left[i], right[i], $"{path}[{i}]");
    }

    // Names made at random sort at random: each recorded element is held against the one that it fits best.
    private List<JsonNode?> Paired(List<JsonNode?> recorded, List<JsonNode?> actual)
    {
        var left = actual.ToList();
        var paired = new List<JsonNode?>();
        foreach (var item in recorded.Take(actual.Count))
        {
            var best = left.MinBy(candidate => FaultsOf(item, candidate))!;
            left.Remove(best);
            paired.Add(best);
            // Learnt at once, so that the next element cannot take the same names.
            var learnt = translation.Save();
            var check = new Comparison(translation, live);
            check.Compare(item, best);
            if (check.Faults.Count > 0)
                translation.Restore(learnt);
        }

        return [.. paired, .. left];
    }

    private int FaultsOf(JsonNode? recorded, JsonNode? actual)
    {
        var learnt = translation.Save();
        var comparison = new Comparison(translation, live);
        comparison.Compare(recorded, actual);
        translation.Restore(learnt);
        return comparison.Faults.Count;
    }

    private static string ManagerKey(JsonNode? entry) => $"{entry?["operation"]} {entry?["manager"]} {entry?["subresource"]} {entry?["apiVersion"]}";

    private void CompareValues(JsonValue recorded, JsonValue actual, string path)
    {
        if (recorded.GetValueKind() != actual.GetValueKind())
        {
            Fault(path, recorded, actual);
            return;
        }
        if (recorded.GetValueKind() != JsonValueKind.String)
        {
            if (recorded.ToJsonString() != actual.ToJsonString() && recorded.GetValueKind() != JsonValueKind.Number)
                Fault(path, recorded, actual);
            else if (recorded.GetValueKind() == JsonValueKind.Number && (double)recorded != (double)actual)
                Fault(path, recorded, actual);
            return;
        }
        // Which addresses are given is of no matter; that one stays what it is, is.
        if (live && Address().IsMatch(recorded.ToString()) && System.Net.IPAddress.TryParse(actual.ToString(), out _))
        {
            Note(translation.Learn(recorded.ToString(), actual.ToString()), path);
            return;
        }
        string left = Plain(translation.Text(recorded.ToString()), path), right = Plain(actual.ToString(), path);
        if (left != right)
            Fault(path, left, right);
    }

    private void CompareMessages(string recorded, string actual)
    {
        string left = Numbers().Replace(Time().Replace(translation.Text(recorded), "TIME"), "N"), right = Numbers().Replace(Time().Replace(actual, "TIME"), "N");
        // Several causes in one message have no order either.
        if (string.Join(", ", Pieces(left)) != string.Join(", ", Pieces(right)))
            Fault("$.message", recorded, actual);
    }

    private static IEnumerable<string> Pieces(string message) => message.Replace("is invalid: ", "is invalid, ", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split(", ").Distinct().Order(StringComparer.Ordinal);

    private static string Plain(string text, string path)
    {
        if (text.StartsWith("apiVersion: ", StringComparison.Ordinal))
            text = Volatile().Replace(text, "$1: X");
        if (path.Contains(".cells[", StringComparison.Ordinal) && Age().IsMatch(text))
            return "AGE";
        return Time().Replace(text, "TIME");
    }

    private string? LearnList(JsonNode? recorded, JsonNode? actual)
    {
        translation.LearnListVersion(recorded!.ToString(), actual!.ToString());
        return null;
    }

    // Where an OpenAPI document is: the path is the same, the hash stands for another document.
    private string? LearnHash(string recorded, string actual)
    {
        string[] left = recorded.Split("?hash="), right = actual.Split("?hash=");
        return left[0] != right[0] || left.Length != right.Length ? $"{actual} is not {recorded}" : left.Length == 2 ? translation.Learn(left[1], right[1]) : null;
    }

    private static bool IsVersion(string name, string path) => name == "resourceVersion" && path.EndsWith("metadata", StringComparison.Ordinal);

    private void Note(string? fault, string path)
    {
        if (fault is not null)
            _faults.Add($"{path}: {fault}");
    }

    private void Fault(string path, object? recorded, object? actual) => _faults.Add($"{path}: recorded {Short(recorded)}, here {Short(actual)}");

    private static string Short(object? value)
    {
        string text = value switch { null => "nothing", JsonNode node => node.ToJsonString(), _ => value.ToString()! };
        return text.Length > 600 ? text[..600] + "…" : text;
    }

    [GeneratedRegex(@"^(\d+(s|m|h|d|y))+$|^<unknown>$")]
    private static partial Regex Age();

    // In YAML, where the fields are not compared one by one.
    [GeneratedRegex(@"(uid|resourceVersion): .*")]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    // Versions in messages, such as "too old resource version: 396 (1137)".
    [GeneratedRegex(@"(?<=version: ?)\d+|(?<=current: )\d+|(?<=\()\d+(?=\))|(?<=record \()\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^10\.(96|244)\.\d+\.\d+$")]
    private static partial Regex Address();
}
