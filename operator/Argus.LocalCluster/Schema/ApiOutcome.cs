using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>The new object, or why there is none.</summary>
public readonly record struct ApiOutcome(JsonObject? Object, ApiFault? Fault)
{
    public static implicit operator ApiOutcome(ApiFault fault) => new(null, fault);

    public static implicit operator ApiOutcome(JsonObject o) => new(o, null);
}
