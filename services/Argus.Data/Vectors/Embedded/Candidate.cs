namespace Argus.Data.Vectors.Embedded;

/// <summary>A row whose score is known to lie between two bounds.</summary>
internal readonly record struct Candidate(Place Place, float Lower, float Upper);
