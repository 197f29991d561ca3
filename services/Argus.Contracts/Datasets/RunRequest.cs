namespace Argus.Contracts.Datasets;

/// <summary>Body of <c>POST /datasets/runs</c>.</summary>
public sealed record RunRequest
{
    /// <summary>In place of a date: the first that was missed, or the last that is over.</summary>
    public const string Next = "next";

    /// <summary><c>daily</c> or <c>monthly</c>.</summary>
    public string? Flow { get; init; }

    /// <summary>The day, or any day of the month (YYYY-MM-DD; YYYY-MM for monthly), or <c>next</c>; the last that is over where it is left out.</summary>
    public string? Date { get; init; }
}
