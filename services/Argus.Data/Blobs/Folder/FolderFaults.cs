namespace Argus.Data.Blobs.Folder;

internal static class FolderFaults
{
    // Of Linux: no space, quota used up. Where only the size of files is limited, .NET throws an exception of another kind.
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    public static T Do<T>(string root, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            throw Of(error, root);
        }
    }

    public static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>What an error means to whoever runs the program.</summary>
    public static BlobStoreException Of(Exception error, string root) => error switch
    {
        IOException { HResult: NoSpace or OverQuota } or ArgumentOutOfRangeException => new(BlobFault.Full, $"The disk that holds {root} is full. Make room, then run again.", error),
        UnauthorizedAccessException => new(BlobFault.Refused, $"{root} cannot be read or written ({error.Message}). Give this user the right to, or name another folder.", error),
        _ => new(BlobFault.Unavailable, $"The disk that holds {root} reports an error ({error.Message}).", error),
    };
}
