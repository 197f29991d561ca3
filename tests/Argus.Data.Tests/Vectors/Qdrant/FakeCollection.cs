using System.Text.Json.Nodes;
using Argus.Data.Vectors;

namespace Argus.Data.Tests.Vectors.Qdrant;

/// <summary>A collection of the fake: computes what Qdrant documents, on its JSON.</summary>
internal sealed class FakeCollection(JsonNode config)
{
    private readonly SortedDictionary<PointId, (float[] Vector, JsonObject? Payload)> _points = [];

    public JsonObject? Metadata { get; private set; } = config["metadata"]?.DeepClone().AsObject();

    private int Size => (int)config["vectors"]!["size"]!;

    public JsonNode Info => new JsonObject
    {
        ["status"] = "green",
        ["optimizer_status"] = "ok",
        ["points_count"] = _points.Count,
        ["segments_count"] = 1,
        ["payload_schema"] = new JsonObject(),
        ["config"] = new JsonObject
        {
            ["params"] = new JsonObject { ["vectors"] = config["vectors"]!.DeepClone() },
            ["hnsw_config"] = new JsonObject { ["m"] = 16, ["ef_construct"] = 100, ["full_scan_threshold"] = 10_000 },
            ["optimizer_config"] = new JsonObject { ["default_segment_number"] = 0, ["flush_interval_sec"] = 5 },
            ["metadata"] = Metadata?.DeepClone(),
        },
    };

    public void Update(JsonNode body)
    {
        Metadata ??= [];
        foreach (var (name, value) in body["metadata"]!.AsObject())
            Metadata[name] = value?.DeepClone();
    }

    /// <returns>What is wrong with it, or null.</returns>
    public string? Upsert(JsonNode body)
    {
        foreach (var point in body["points"]!.AsArray())
        {
            float[] vector = [.. point!["vector"]!.AsArray().Select(v => (float)v!)];
            if (vector.Length != Size)
                return $"Wrong input: Vector dimension error: expected dim: {Size}, got {vector.Length}";
            // As Qdrant: what is at unit length already stays as it is.
            float square = vector.Sum(v => v * v);
            float length = MathF.Abs(square - 1) <= 1e-6f ? 1 : MathF.Sqrt(square);
            _points[Id(point["id"]!)] = ([.. vector.Select(v => v / length)], point["payload"]?.DeepClone().AsObject());
        }

        return null;
    }

    public void Delete(JsonNode body)
    {
        var ids = body["points"] is JsonArray list ? list.Select(i => Id(i!)).ToArray() : [.. Passing(body).Select(p => p.Key)];
        Array.ForEach(ids, id => _points.Remove(id));
    }

    public JsonNode Get(JsonNode body) => new JsonArray([.. body["ids"]!.AsArray().Select(i => Id(i!)).Where(_points.ContainsKey).Select(Record)]);

    public JsonNode Scroll(JsonNode body)
    {
        int limit = (int?)body["limit"] ?? 10;
        var from = body["offset"] is { } offset ? Id(offset) : default;
        PointId[] ids = [.. Passing(body).Select(p => p.Key).Where(id => id >= from).Take(limit + 1)];
        return new JsonObject { ["points"] = new JsonArray([.. ids.Take(limit).Select(Record)]), ["next_page_offset"] = ids.Length > limit ? Json(ids[^1]) : null };
    }

    public JsonNode Count(JsonNode body) => new JsonObject { ["count"] = Passing(body).Count() };

    public JsonNode Query(JsonNode body)
    {
        float[] query = [.. body["query"]!.AsArray().Select(v => (float)v!)];
        float length = MathF.Sqrt(query.Sum(v => v * v));
        var scored = Passing(body).Select(p => (p.Key, Score: p.Value.Vector.Zip(query, (a, b) => a * b / length).Sum()))
            .Where(p => body["score_threshold"] is not { } threshold || p.Score > (float)threshold)
            .OrderByDescending(p => p.Score).Take((int?)body["limit"] ?? 10);
        return new JsonObject
        {
            ["points"] = new JsonArray([.. scored.Select(p => new JsonObject { ["id"] = Json(p.Key), ["version"] = 1, ["score"] = p.Score, ["payload"] = _points[p.Key].Payload?.DeepClone() })]),
        };
    }

    private static PointId Id(JsonNode json) => PointId.TryParse(json.ToString(), out var id) ? id : throw new InvalidOperationException($"{json} is no id");

    private static JsonNode Json(PointId id) => id.Number is { } number ? number : id.ToString();

    private static bool Holds(JsonNode condition, JsonObject? payload)
    {
        var value = payload?[(string)condition["key"]!];
        if (condition["match"]?["any"] is JsonArray any)
            return any.Any(a => JsonNode.DeepEquals(a, value));
        return value?.GetValueKind() == System.Text.Json.JsonValueKind.Number && condition["range"] is { } range
            && !((double)value < (double?)range["gte"]) && !((double)value > (double?)range["lte"]);
    }

    private IEnumerable<KeyValuePair<PointId, (float[] Vector, JsonObject? Payload)>> Passing(JsonNode body)
    {
        var must = body["filter"]?["must"]?.AsArray() ?? [];
        var not = body["filter"]?["must_not"]?.AsArray() ?? [];
        return _points.Where(p => must.All(c => Holds(c!, p.Value.Payload)) && !not.Any(c => Holds(c!, p.Value.Payload)));
    }

    private JsonNode Record(PointId id) => new JsonObject
    {
        ["id"] = Json(id),
        ["payload"] = _points[id].Payload?.DeepClone(),
        ["vector"] = new JsonArray([.. _points[id].Vector.Select(v => (JsonNode)v)]),
    };
}
