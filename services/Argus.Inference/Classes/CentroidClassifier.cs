using System.Numerics.Tensors;
using Argus.Contracts.Datasets;

namespace Argus.Inference.Classes;

/// <summary>Tells classes of face vectors by the nearest centroid.</summary>
public sealed class CentroidClassifier
{
    private readonly CentroidsFile _file;

    /// <param name="file">The centroids.</param>
    /// <exception cref="ArgumentException">They cannot be used: no class, vectors of other lengths, a temperature that is not above 0.</exception>
    public CentroidClassifier(CentroidsFile file)
    {
        if (WhyNot(file) is { } why)
            throw new ArgumentException($"These centroids cannot be used: {why}", nameof(file));
        _file = file;
        Names = [.. file.Classes.Select(c => c.Name)];
    }

    /// <summary>The classes, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What is wrong with centroids; null where nothing is.</summary>
    public static string? WhyNot(CentroidsFile file) =>
        file.Version != 1 ? $"their form is {file.Version}, and only 1 is known."
        : file.Classes.Count == 0 ? "they name no class."
        : file.Classes.Any(c => c.Vector.Length != file.Dimension) ? $"a vector has not the length {file.Dimension} that they state."
        : file.Classes.Any(c => !c.Vector.All(float.IsFinite) || TensorPrimitives.Norm<float>(c.Vector) is < 0.99f or > 1.01f) ? "a vector is not of unit length."
        : file.Classes.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() < file.Classes.Count ? "a class is there twice."
        : !(file.Temperature > 0 && double.IsFinite(file.Temperature)) ? "the temperature is not above 0."
        : null;

    /// <summary>Cosine of a vector with each centroid, -1 to 1.</summary>
    /// <param name="vector">Of unit length, from the model of <see cref="CentroidsFile.ModelDigest"/>.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public float[] Cosines(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _file.Dimension)
            throw new ArgumentException($"The vector has {vector.Length} values, and the centroids {_file.Dimension}.", nameof(vector));
        float[] cosines = new float[_file.Classes.Count];
        for (int i = 0; i < cosines.Length; i++)
            cosines[i] = TensorPrimitives.Dot(vector, _file.Classes[i].Vector);
        return cosines;
    }

    /// <summary>The class of the nearest centroid, as its place among <see cref="Names"/>; of equals the first.</summary>
    public int Nearest(ReadOnlySpan<float> vector)
    {
        // Not TensorPrimitives.IndexOfMax: it keeps places as the bits of floats, which are denormals, and on a thread where
        // ONNX Runtime has denormals flushed to zero it answers 0 for every place above 7.
        float[] cosines = Cosines(vector);
        int best = 0;
        for (int i = 1; i < cosines.Length; i++)
        {
            if (cosines[i] > cosines[best])
                best = i;
        }

        return best;
    }

    /// <summary>Probability of each class: <c>softmax(cosine / temperature)</c>; their sum is 1.</summary>
    public double[] Probabilities(ReadOnlySpan<float> vector) => Softmax(Cosines(vector), _file.Temperature);

    /// <summary><c>softmax(values / temperature)</c>.</summary>
    public static double[] Softmax(ReadOnlySpan<float> values, double temperature)
    {
        double most = TensorPrimitives.Max(values);
        double[] parts = new double[values.Length];
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
            sum += parts[i] = Math.Exp((values[i] - most) / temperature);
        for (int i = 0; i < parts.Length; i++)
            parts[i] /= sum;
        return parts;
    }
}
