namespace Argus.Gateway.Auth;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The keys in {Folder} cannot be read; those known stay: {Message}")]
    public static partial void FolderUnreadable(ILogger log, string folder, string message);

    [LoggerMessage(2, LogLevel.Error, "The key file {Name} cannot be used. {Reason} {Consequence}")]
    public static partial void KeyRefused(ILogger log, string name, string reason, string consequence);

    [LoggerMessage(3, LogLevel.Error, "The key files of {Name} and {Other} hold the same hash; the key is taken as that of {Other}")]
    public static partial void SharedKey(ILogger log, string name, string other);

    [LoggerMessage(4, LogLevel.Information, "Keys of {Count} owners are in use")]
    public static partial void KeysRead(ILogger log, int count);

    [LoggerMessage(5, LogLevel.Warning, "There is no key in {Folder} yet: every request that needs one is refused")]
    public static partial void NoKeys(ILogger log, string folder);

    [LoggerMessage(6, LogLevel.Critical, "AUTHENTICATION IS OFF (AUTH_DISABLED): nobody is asked for a key at {Address}")]
    public static partial void OpenDoor(ILogger log, string address);
}
