namespace Argus.Datasets.Layout;

/// <summary>A run cannot go on; the message says why and what to do.</summary>
/// <param name="message">For people.</param>
internal sealed class DatasetException(string message) : Exception(message);
