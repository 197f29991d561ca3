using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Definitions;

/// <summary>What one kind does otherwise than the others.</summary>
internal sealed record KindRules
{
    public static KindRules Plain { get; } = new();

    /// <summary>True where metadata.generation counts changes of what is desired.</summary>
    public bool Generation { get; init; }

    /// <summary>True where a PUT without resourceVersion is done whatever is there.</summary>
    public bool UnconditionalUpdate { get; init; }

    /// <summary>True where a PUT on nothing creates.</summary>
    public bool CreateOnUpdate { get; init; }

    /// <summary>True where a delete answers with the object.</summary>
    public bool DeleteGivesObject { get; init; }

    /// <summary>Default of gracePeriodSeconds taken from the object; null where a kind has no grace period.</summary>
    public Func<JsonObject, long>? GracePeriod { get; init; }

    /// <summary>True where a collection cannot be deleted as a whole.</summary>
    public bool NoDeleteCollection { get; init; }

    /// <summary>Fills in what the server itself decides of a new object, and nobody is said to have written.</summary>
    public Action<JsonObject>? OnCreate { get; init; }

    /// <summary>Fills in what the server itself decides of a changed object: the new one, then the old one.</summary>
    public Action<JsonObject, JsonObject>? OnUpdate { get; init; }

    /// <summary>From the stored form to this one, where one kind is served in two groups.</summary>
    public Action<JsonObject>? FromStored { get; init; }

    /// <summary>Back from this form to the stored one.</summary>
    public Action<JsonObject>? ToStored { get; init; }
}
