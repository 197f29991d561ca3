using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Auth.Trust;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Critical, "AUTHENTICATION IS OFF (AUTH_DISABLED): nobody is asked for a token at {Address}")]
    public static partial void OpenDoor(ILogger log, string address);

    [LoggerMessage(2, LogLevel.Warning, "Callers are not asked for tokens at {Address}, for the gateway has done so (ARGUS_AUTH=gateway): nobody else may reach it")]
    public static partial void BehindGateway(ILogger log, string address);
}
