namespace Argus.Data.Vectors;

/// <summary>Vectors at unit length, so that a dot product is the cosine similarity and all stores keep the same values.</summary>
internal static class UnitVector
{
    // A vector that is at unit length already stays as it is, to the bit: writing what was read changes nothing.
    private const double AlreadyUnit = 1e-6;

    /// <exception cref="ArgumentException">It is of another length, has a value that is not finite, or is zero.</exception>
    public static float[] Of(float[] vector, VectorCollection collection)
    {
        if (vector.Length != collection.Dimension)
            throw new ArgumentException($"A vector of collection '{collection.Name}' has {collection.Dimension} values, not {vector.Length}.", nameof(vector));
        double sum = 0;
        foreach (float value in vector)
            sum += (double)value * value;
        if (!double.IsFinite(sum) || sum == 0)
            throw new ArgumentException($"A vector for collection '{collection.Name}' {(sum == 0 ? "is zero: it has no direction" : "holds a value that is not finite")}.", nameof(vector));
        double length = Math.Sqrt(sum);
        return Math.Abs(length - 1) < AlreadyUnit ? vector : Array.ConvertAll(vector, v => (float)(v / length));
    }
}
