namespace Argus.Contracts.Datasets;

/// <summary>A manifest without its lists: <c>GET /datasets/manifests/…?objects=false</c>.</summary>
/// <param name="Kind"><c>candidates</c>, <c>verified</c> or <c>full</c>.</param>
/// <param name="Name">The day (YYYY-MM-DD) or month (YYYY-MM).</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Total">How many objects.</param>
/// <param name="Classes">How many of each class that has some.</param>
/// <param name="Skipped">How many belong there and could not be taken.</param>
public sealed record DatasetSummaryBody(string Kind, string Name, DateTimeOffset CreatedAt, int Total, IReadOnlyDictionary<string, int> Classes, int Skipped);
