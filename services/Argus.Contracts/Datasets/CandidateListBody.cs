namespace Argus.Contracts.Datasets;

/// <summary>Answer of <c>GET /datasets/candidates</c>.</summary>
/// <param name="Candidates">By id.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record CandidateListBody(IReadOnlyList<CandidateBody> Candidates, long? NextCursor);
