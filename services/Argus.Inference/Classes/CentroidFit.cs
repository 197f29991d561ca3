using System.Numerics.Tensors;
using Argus.Contracts.Datasets;

namespace Argus.Inference.Classes;

/// <summary>Makes centroids from faces whose classes are known.</summary>
public static class CentroidFit
{
    /// <summary>Taken where too few faces are held out to fit one.</summary>
    public const double DefaultTemperature = 0.1;

    /// <summary>Held-out faces from which a temperature is fitted.</summary>
    public const int FewestForTemperature = 10;

    private const double Sharpest = 0.005;
    private const double Softest = 2;

    /// <summary>The centroid of each class is the mean of its vectors, scaled to unit length. The temperature is that with the least mean <c>-log</c> probability of the true class over the held-out faces (Guo et al. 2017, On Calibration of Modern Neural Networks).</summary>
    /// <param name="model">Digest of the model that made the vectors.</param>
    /// <param name="trained">At least one; all of one length.</param>
    /// <param name="heldOut">Faces that the centroids are not made from; may be empty.</param>
    /// <exception cref="ArgumentException">There is none to train on.</exception>
    public static CentroidsFile Fit(string model, IReadOnlyCollection<LabelledVector> trained, IReadOnlyCollection<LabelledVector> heldOut)
    {
        if (trained.Count == 0)
            throw new ArgumentException("Centroids need at least one face.", nameof(trained));
        var classes = trained.GroupBy(v => v.Class, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Centroid(g.Key, [.. g])).Where(c => c.Vector.Length > 0).ToList();
        var file = new CentroidsFile { ModelDigest = model, Dimension = trained.First().Vector.Length, Temperature = DefaultTemperature, Classes = classes };
        return file with { Temperature = Temperature(new CentroidClassifier(file), heldOut) };
    }

    private static CentroidClass Centroid(string name, LabelledVector[] faces)
    {
        double[] sum = new double[faces[0].Vector.Length];
        foreach (var face in faces)
        {
            for (int i = 0; i < sum.Length; i++)
                sum[i] += face.Vector[i];
        }

        double norm = TensorPrimitives.Norm<double>(sum);
        // Faces that cancel one another out have no direction.
        return new CentroidClass(name, faces.Length, norm < 1e-6 ? [] : [.. sum.Select(v => (float)(v / norm))]);
    }

    // The mean is convex in 1/T, so one valley in T: a golden-section search on the logarithm finds it.
    private static double Temperature(CentroidClassifier classifier, IReadOnlyCollection<LabelledVector> heldOut)
    {
        var places = classifier.Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        var known = heldOut.Where(f => places.ContainsKey(f.Class)).Select(f => (Place: places[f.Class], Cosines: classifier.Cosines(f.Vector))).ToList();
        if (known.Count < FewestForTemperature)
            return DefaultTemperature;
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Sharpest);
        double high = Math.Log(Softest);
        for (int i = 0; i < 60; i++)
        {
            double left = high - (ratio * (high - low));
            double right = low + (ratio * (high - low));
            if (Loss(Math.Exp(left)) <= Loss(Math.Exp(right)))
                high = right;
            else
                low = left;
        }

        return Math.Exp((low + high) / 2);

        double Loss(double temperature) => known.Average(f => -Math.Log(Math.Max(double.Epsilon, CentroidClassifier.Softmax(f.Cosines, temperature)[f.Place])));
    }
}
