using System.Text.Json;
using Argus.Kube.Api.Core;

namespace Argus.Kube.Tests.Watch;

/// <summary>ConfigMaps as a server writes them.</summary>
internal static class ConfigMaps
{
    public static string Json(string name, int version, string value = "x") => JsonSerializer.Serialize(
        new V1ConfigMap { Metadata = new() { Name = name, Namespace = "a", ResourceVersion = $"{version}" }, Data = new Dictionary<string, string> { ["k"] = value } },
        V1ConfigMap.JsonType);

    public static string List(int version, params string[] items) => Page(version, null, items);

    public static string Page(int version, string? next, params string[] items) =>
        $$$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}"{{{(next is null ? "" : $",\"continue\":\"{next}\"")}}}},"items":[{{{string.Join(',', items)}}}]}""";

    public static string Event(string type, string value) => $$"""{"type":"{{type}}","object":{{value}}}""" + "\n";

    public static string Bookmark(int version) =>
        Event("BOOKMARK", $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","creationTimestamp":null}}""");

    public static string Gone(string version) =>
        $$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: {{{version}}} (900)","reason":"Expired","code":410}""";
}
