namespace Argus.Data.Vectors.Embedded;

/// <summary>What a scan looks for.</summary>
/// <param name="Vector">Of unit length, padded with zeros to the stride of rows.</param>
/// <param name="Dimension">Values before the padding.</param>
/// <param name="Limit">Most hits.</param>
/// <param name="Threshold">Least score.</param>
/// <param name="Filter">Which rows count.</param>
internal sealed record ScanQuery(float[] Vector, int Dimension, int Limit, float Threshold, RowFilter Filter);
