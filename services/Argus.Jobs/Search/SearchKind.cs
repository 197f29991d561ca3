using Argus.Data.Vectors;

namespace Argus.Jobs.Search;

/// <summary>What is searched.</summary>
/// <param name="Collection">Where its vectors are.</param>
/// <param name="IsFaces">Whether they are of faces, else of whole pictures.</param>
internal sealed record SearchKind(string Collection, bool IsFaces)
{
    /// <summary>Whole pictures.</summary>
    public static SearchKind Images { get; } = new(VectorCollection.Images, false);

    /// <summary>Faces.</summary>
    public static SearchKind Faces { get; } = new(VectorCollection.Faces, true);
}
