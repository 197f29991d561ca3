using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>A JSON object seen through its schema.</summary>
internal sealed record CelObject(JsonObject Json, SchemaNode? Schema)
{
    public bool Has(string name) => Json.TryGetPropertyValue(name, out JsonNode? value) && (value is not null || Schema?.Child(name)?.Nullable != false);

    public object? Get(string name) =>
        Json.TryGetPropertyValue(name, out JsonNode? value) ? CelValues.FromJson(value, Schema?.Child(name)) : new CelError($"no such key: {name}");
}
