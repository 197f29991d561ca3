using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>One entry of managedFields.</summary>
internal sealed record ManagedEntry(string Manager, bool Applied, string ApiVersion, string? Subresource, string? Time, FieldSet Fields)
{
    /// <summary>The JSON that the fields were read from, used again while they are the same.</summary>
    private (FieldSet Fields, JsonObject Json)? Source { get; init; }

    public static ManagedEntry? Read(JsonNode? node)
    {
        if (node is not JsonObject o || o.Text("operation") is not ("Apply" or "Update"))
            return null;
        var fields = FieldSet.FromJson(o["fieldsV1"]);
        return new ManagedEntry(
            o.Text("manager") ?? "", o.Text("operation") == "Apply", o.Text("apiVersion") ?? "", o.Text("subresource"), o.Text("time"), fields)
        {
            Source = o["fieldsV1"] is JsonObject json ? (fields, json) : null,
        };
    }

    /// <summary>Whether both entries speak of the same manager. An applier is the same whatever version it applies.</summary>
    public bool IsSame(ManagedEntry other) =>
        Manager == other.Manager && Applied == other.Applied && Subresource == other.Subresource && (Applied || ApiVersion == other.ApiVersion);

    public ManagedEntry With(FieldSet fields) => this with { Fields = fields };

    /// <summary>As conflict messages name it.</summary>
    public string Describe()
    {
        string text = Causes.Quoted(Manager);
        if (Subresource is not null)
            text += $" with subresource {Causes.Quoted(Subresource)}";
        return Applied ? text : $"{text} using {ApiVersion}";
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Applied ? "Apply" : "Update",
            ["apiVersion"] = ApiVersion,
        };
        if (Time is not null)
            json["time"] = Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Source is { } source && ReferenceEquals(source.Fields, Fields) ? source.Json.DeepClone() : Fields.ToJson();
        if (Subresource is not null)
            json["subresource"] = Subresource;
        return json;
    }
}
