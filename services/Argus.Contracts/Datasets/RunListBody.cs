namespace Argus.Contracts.Datasets;

/// <summary>Answer of <c>GET /datasets/runs</c>.</summary>
/// <param name="Runs">Newest first.</param>
public sealed record RunListBody(IReadOnlyList<RunBody> Runs);
