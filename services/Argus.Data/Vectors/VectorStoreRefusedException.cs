namespace Argus.Data.Vectors;

/// <summary>Trying again does not help: the store says that the request, its credentials or its own data are wrong.</summary>
public class VectorStoreRefusedException(string message, Exception? inner = null) : VectorStoreException(message, inner);
