namespace Argus.Inference.Sessions;

/// <summary>A graph that cannot be served; the message says which file, what was expected and what was found.</summary>
public sealed class ModelLoadException(string message, Exception? inner = null) : Exception(message, inner);
