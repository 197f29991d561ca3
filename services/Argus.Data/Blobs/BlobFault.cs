namespace Argus.Data.Blobs;

/// <summary>Why a store of files could not do what it was asked.</summary>
public enum BlobFault
{
    /// <summary>It cannot be reached, or broke off: try again later. Whether a write was done is not known.</summary>
    Unavailable,

    /// <summary>It lets this caller not do that.</summary>
    Refused,

    /// <summary>The file has more bytes than asked for.</summary>
    TooLarge,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>Anything else; the inner exception tells it.</summary>
    Other,
}
