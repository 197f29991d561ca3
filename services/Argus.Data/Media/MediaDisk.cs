using Argus.Data.Jobs;

namespace Argus.Data.Media;

/// <summary>Tells what is wrong with a disk as the store itself tells it.</summary>
internal static class MediaDisk
{
    // Of Linux: no space, quota used up. Where only the size of files is limited, .NET throws an exception of another kind.
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    public static T Do<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            throw Fault(error, path);
        }
    }

    public static async ValueTask DoAsync(string path, Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            throw Fault(error, path);
        }
    }

    private static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private static JobStoreException Fault(Exception error, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        return error switch
        {
            IOException { HResult: NoSpace or OverQuota } or ArgumentOutOfRangeException => new(JobStoreFault.Full, $"The disk that holds {folder} is full. Nothing of this picture was kept. Make room, then it goes on by itself.", error),
            UnauthorizedAccessException => new(JobStoreFault.ReadOnly, $"{folder} cannot be written. Give this user the right to, or name another folder.", error),
            _ => new(JobStoreFault.Unavailable, $"The disk that holds {folder} reports an error ({error.Message}).", error),
        };
    }
}
