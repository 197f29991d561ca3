using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A request for {Deployment} failed at {Pod}: {Error}: {Message}")]
    public static partial void PodFailed(ILogger log, string deployment, string pod, ForwarderError error, string message);
}
