namespace Argus.Data.Vectors;

/// <summary>
/// Try again later: the store cannot be reached, is overloaded, too slow, or its disk is full.
/// Whether a write took effect is not known; doing it again is harmless.
/// </summary>
public sealed class VectorStoreUnavailableException(string message, Exception? inner = null) : VectorStoreException(message, inner);
