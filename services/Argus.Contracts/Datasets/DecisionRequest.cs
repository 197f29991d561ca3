namespace Argus.Contracts.Datasets;

/// <summary>Body of the decisions on a candidate; may be left out where nothing in it is needed.</summary>
public sealed record DecisionRequest
{
    /// <summary>For relabel: the right class.</summary>
    public string? Class { get; init; }

    /// <summary>For reject: why, at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decides, at most 100 characters; for the record.</summary>
    public string? By { get; init; }
}
