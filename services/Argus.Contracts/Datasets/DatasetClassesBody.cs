namespace Argus.Contracts.Datasets;

/// <summary>Answer of <c>GET /datasets/classes</c>.</summary>
/// <param name="Classes">The classes that photos can be verified as.</param>
public sealed record DatasetClassesBody(IReadOnlyList<string> Classes);
