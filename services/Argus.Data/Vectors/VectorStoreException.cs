namespace Argus.Data.Vectors;

/// <summary>A vector store did not do what it was asked; which of the two kinds says whether asking again can help.</summary>
public abstract class VectorStoreException(string message, Exception? inner = null) : Exception(message, inner);
