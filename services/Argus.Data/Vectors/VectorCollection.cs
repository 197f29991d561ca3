using System.Text.RegularExpressions;

namespace Argus.Data.Vectors;

/// <summary>
/// A set of vectors that compare with one another: all of one length, and of one model. Distance is always cosine.
/// Every call to a store names it whole, so that vectors of another model are refused instead of mixed in.
/// </summary>
public sealed partial record VectorCollection
{
    /// <summary>Where the vectors of whole pictures are; point ids are media store ids.</summary>
    public const string Images = "image_embeddings";

    /// <summary>Where the vectors of faces are; point ids are UUIDs, see <see cref="PointId.OfFace"/>.</summary>
    public const string Faces = "face_embeddings";

    private const int MaxDimension = 4096;

    /// <param name="name">Lower-case letters, digits, underscore and hyphen, starting with a letter; at most 48.</param>
    /// <param name="dimension">Values of a vector, 1 to 4096.</param>
    /// <param name="modelDigest">The digest that the model server gives with every answer.</param>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public VectorCollection(string name, int dimension, string modelDigest)
    {
        CheckName(name);
        if (dimension is < 1 or > MaxDimension)
            throw new ArgumentException($"The dimension of collection '{name}' must be 1 to {MaxDimension}, not {dimension}.", nameof(dimension));
        if (string.IsNullOrWhiteSpace(modelDigest) || modelDigest.Length > 200)
            throw new ArgumentException($"Collection '{name}' needs the digest of its model, at most 200 characters.", nameof(modelDigest));
        Name = name;
        Dimension = dimension;
        ModelDigest = modelDigest;
    }

    /// <summary>Unique in a store.</summary>
    public string Name { get; }

    /// <summary>Values of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Which model, with which contract, its vectors are of.</summary>
    public string ModelDigest { get; }

    /// <summary>Whether a collection can be called so.</summary>
    public static bool IsName(string name) => Allowed().IsMatch(name);

    internal static void CheckName(string name)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' cannot name a collection: lower-case letters, digits, '_' and '-', starting with a letter, at most 48.", nameof(name));
    }

    /// <exception cref="ModelMismatchException">This is not what the collection of that name is pinned to.</exception>
    internal void CheckAgainst(VectorCollection pinned)
    {
        if (pinned != this)
            throw new ModelMismatchException(pinned, this);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,47}\z")]
    private static partial Regex Allowed();
}
