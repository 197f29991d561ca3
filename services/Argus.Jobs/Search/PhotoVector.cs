using Argus.Contracts.Jobs;

namespace Argus.Jobs.Search;

/// <summary>The vector of a photo, or of one face in it.</summary>
/// <param name="Vector">Of unit length.</param>
/// <param name="ModelDigest">The model that made it.</param>
/// <param name="Face">The face; null of whole pictures.</param>
internal sealed record PhotoVector(float[] Vector, string ModelDigest, JobFace? Face);
