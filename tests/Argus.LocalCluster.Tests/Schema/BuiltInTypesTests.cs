using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Schema;

/// <summary>Holds our own schemas of the built-in kinds to the published ones: every field that we declare is there, of that type.</summary>
public sealed class BuiltInTypesTests
{
    private static readonly Lazy<Dictionary<string, JsonObject>> Published = new(LoadPublished);

    public static TheoryData<string, string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string, string>();
            foreach ((string group, string version, string kind) in BuiltInSchemas.Kinds)
                kinds.Add(group, version, kind);
            return kinds;
        }
    }

    [DataTheory]
    [MemberData(nameof(Kinds))]
    public void ToOpenApi_BuiltInKind_AgreesWithThePublishedTypes(string group, string version, string kind)
    {
        JsonObject schemas = OpenApiSchemas.ToOpenApi(BuiltInSchemas.Find(group, version, kind)!, group, version, kind);
        var problems = new List<string>();
        foreach ((string name, JsonNode? ours) in schemas)
        {
            if (!Published.Value.TryGetValue(name, out JsonObject? theirs))
            {
                problems.Add($"{name} is not published");
                continue;
            }

            if (ours!["x-kubernetes-map-type"]?.ToString() != theirs["x-kubernetes-map-type"]?.ToString())
                problems.Add($"{name}: map type");
            if (!(ours.AsObject().Strings("required")).Order().SequenceEqual(theirs.Strings("required").Where(field => ours["properties"]?[field] is not null).Order()))
                problems.Add($"{name}: required");
            foreach ((string field, JsonNode? property) in ours["properties"] as JsonObject ?? [])
                Compare($"{name}.{field}", property!.AsObject(), theirs["properties"]?[field] as JsonObject, problems);
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void ToOpenApi_BuiltInKinds_DescribeEveryField()
    {
        var bare = new SortedSet<string>();
        foreach ((string group, string version, string kind) in BuiltInSchemas.Kinds)
        {
            foreach ((string name, JsonNode? type) in OpenApiSchemas.ToOpenApi(BuiltInSchemas.Find(group, version, kind)!, group, version, kind))
            {
                if (type!["description"] is null)
                    bare.Add(name);
                foreach ((string field, JsonNode? property) in type["properties"] as JsonObject ?? [])
                {
                    if (property!["description"] is null)
                        bare.Add($"{name}.{field}");
                }
            }
        }

        Assert.True(bare.Count == 0, $"{bare.Count}: {string.Join(", ", bare)}");
    }

    private static void Compare(string name, JsonObject ours, JsonObject? theirs, List<string> problems)
    {
        if (theirs is null)
        {
            problems.Add($"{name} is not published");
            return;
        }

        if (Shape(ours) is var mine && Shape(theirs) is var published && mine != published)
            problems.Add($"{name}: {mine} and not {published}");
        foreach (string key in (string[])["x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy", "x-kubernetes-map-type"])
        {
            if (ours[key]?.ToString() != theirs[key]?.ToString())
                problems.Add($"{name}: {key} {ours[key]} and not {theirs[key]}");
        }

        if (Shape(ours).StartsWith('[') && (ours["x-kubernetes-list-type"]?.ToString() != (theirs["x-kubernetes-list-type"]?.ToString() ?? "atomic")
            || ours["x-kubernetes-list-map-keys"]?.ToJsonString() != theirs["x-kubernetes-list-map-keys"]?.ToJsonString()))
            problems.Add($"{name}: list type");
    }

    /// <summary>The type in one word. Types that we cut short (a schema inside a definition) count as objects.</summary>
    private static string Shape(JsonNode json)
    {
        string? reference = (json["$ref"] ?? json["allOf"]?[0]?["$ref"])?.ToString().Split('/')[^1];
        if (reference is not null)
        {
            return reference.Split('.')[^1] switch
            {
                "Quantity" => "quantity",
                "IntOrString" => "intOrString",
                "Time" or "MicroTime" => "string date-time",
                "FieldsV1" or "JSONSchemaProps" => "object",
                _ => reference,
            };
        }

        if (json["oneOf"] is JsonArray either)
            return either[0]!["type"]!.ToString() == "number" ? "quantity" : "intOrString";
        if (json["items"] is { } items)
            return $"[{Shape(items)}]";
        if (json["additionalProperties"] is JsonObject values)
            return $"map of {Shape(values)}";
        return $"{json["type"]} {json["format"]}".Trim();
    }

    private static Dictionary<string, JsonObject> LoadPublished()
    {
        Dictionary<string, JsonObject> schemas = [];
        foreach (string file in Directory.EnumerateFiles(TestData.At("contracts", "kubernetes"), "*.json"))
        {
            foreach ((string name, JsonNode? schema) in JsonNode.Parse(File.ReadAllText(file))!["components"]!["schemas"]!.AsObject())
                schemas.TryAdd(name, schema!.AsObject());
        }

        return schemas;
    }
}
