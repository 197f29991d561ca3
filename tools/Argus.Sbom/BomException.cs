namespace Argus.Sbom;

/// <summary>A bill cannot be written; the message says what to do.</summary>
internal sealed class BomException(string message) : Exception(message);
