using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Holds an answer against the recorded one. What is volatile is not compared, but how it relates to the rest of the story is.</summary>
internal sealed partial class Comparison(Translation translation)
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
        foreach (var (recordedName, value) in recorded)
        {
            // Keys of field sets name what they are about.
            string name = translation.Text(recordedName);
            string at = $"{path}.{name}";
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
            else if (Addresses.Contains(name) && value is JsonValue)
                Note(found is JsonValue ? null : $"{found} is no address", at);
            else if (name == "description" && path.Contains("columnDefinitions", StringComparison.Ordinal) && !value!.ToString().StartsWith("Custom resource", StringComparison.Ordinal))
                continue;
            else if (name == "name" && recorded.ContainsKey("generateName"))
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
        if (left.Count != right.Count)
            _faults.Add($"{path}: {left.Count} elements recorded, {right.Count} here: {Short(actual)}");
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
            Compare(left[i], right[i], $"{path}[{i}]");
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
}
