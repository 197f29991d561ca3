using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Auth;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The token keys in {Path} cannot be used; those known stay: {Reason}")]
    public static partial void TokenKeysRefused(ILogger log, string path, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Count} keys for tokens are in use")]
    public static partial void TokenKeysRead(ILogger log, int count);

    [LoggerMessage(3, LogLevel.Information, "A key for tokens is left out: {Reason}")]
    public static partial void TokenKeyLeftOut(ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Error, "{Path} cannot be watched; changes are seen every {Seconds} s: {Message}")]
    public static partial void NotWatched(ILogger log, string path, double seconds, string message);
}
