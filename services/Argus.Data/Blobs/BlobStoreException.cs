namespace Argus.Data.Blobs;

/// <summary>A store of files could not do what it was asked. The message says what to do about it.</summary>
/// <param name="fault">The kind.</param>
/// <param name="message">For people.</param>
/// <param name="inner">What the store said.</param>
public sealed class BlobStoreException(BlobFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind.</summary>
    public BlobFault Fault { get; } = fault;
}
