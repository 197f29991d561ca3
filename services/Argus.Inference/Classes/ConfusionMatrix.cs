namespace Argus.Inference.Classes;

/// <summary>How often faces of one class were taken for another.</summary>
public sealed class ConfusionMatrix
{
    /// <param name="classifier">What tells the classes.</param>
    /// <param name="faces">Faces whose classes are known; a class that has no centroid gets a row too.</param>
    public ConfusionMatrix(CentroidClassifier classifier, IReadOnlyCollection<LabelledVector> faces)
    {
        Names = [.. classifier.Names.Union(faces.Select(f => f.Class), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        int[][] counts = [.. Names.Select(_ => new int[Names.Count])];
        foreach (var face in faces)
            counts[places[face.Class]][places[classifier.Names[classifier.Nearest(face.Vector)]]]++;
        Counts = counts;
        Total = faces.Count;
    }

    /// <summary>Classes of rows and columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Faces by true class (row) and found class (column).</summary>
    public IReadOnlyList<int[]> Counts { get; }

    /// <summary>All faces.</summary>
    public int Total { get; }

    /// <summary>Part that went to the right class, 0 to 1; null where there is no face.</summary>
    public double? Accuracy => Total == 0 ? null : (double)Counts.Index().Sum(row => row.Item[row.Index]) / Total;
}
