using System.Net.Sockets;
using System.Security.Authentication;

namespace Argus.Cli.Remote;

/// <summary>Says why no answer came over the network.</summary>
internal static class NetworkFaults
{
    /// <param name="error">What the client threw.</param>
    /// <param name="target">Who was asked.</param>
    /// <param name="answeredBefore">Whether it has answered already this run.</param>
    public static RemoteFault Explain(Exception error, RemoteTarget target, bool answeredBefore)
    {
        var kind = error switch { HttpRequestException http => http.HttpRequestError, HttpIOException io => io.HttpRequestError, _ => HttpRequestError.Unknown };
        string server = target.Address.Authority;
        string why = OneLine.Of((error.InnerException ?? error).Message, target.Key).TrimEnd('.');
        return kind switch
        {
            HttpRequestError.SecureConnectionError => new RemoteFault(RemoteFaultKind.Server, Secure(error, target)),
            HttpRequestError.NameResolutionError => new RemoteFault(RemoteFaultKind.Unreachable, $"The name {target.Address.Host} cannot be found: {why}."),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new RemoteFault(RemoteFaultKind.Unreachable, $"{server} cannot be reached: {Reason(error, why)}."),
            HttpRequestError.ResponseEnded when !answeredBefore && target.Address.Scheme == Uri.UriSchemeHttp =>
                new RemoteFault(RemoteFaultKind.Broken, $"{server} ended the connection without an answer. If it speaks TLS, write https://."),
            HttpRequestError.ResponseEnded => new RemoteFault(RemoteFaultKind.Broken, $"{server} ended the connection before its answer was whole."),
            HttpRequestError.InvalidResponse => new RemoteFault(RemoteFaultKind.Broken, $"{server} answers with something that is no HTTP: {why}."),
            HttpRequestError.ConfigurationLimitExceeded => new RemoteFault(RemoteFaultKind.Picture, $"The answer of {server} passes the bounds of HTTP: {why}."),
            _ => new RemoteFault(RemoteFaultKind.Broken, $"The connection to {server} broke off: {why}."),
        };
    }

    private static string Reason(Exception error, string why) =>
        error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "nothing listens there" : why;

    private static string Secure(Exception error, RemoteTarget target)
    {
        string why = error.InnerException is AuthenticationException { Message: { } message } ? OneLine.Of(message, target.Key) : "";
        if (!why.Contains("certificate", StringComparison.OrdinalIgnoreCase))
            return $"{target.Address.Authority} does not speak TLS, or not as this machine does. If it is meant to be unencrypted, write http://.";
        string advice = why.Contains("NameMismatch", StringComparison.Ordinal)
            ? "It was made out for another name: use the name that is in it."
            : target.Authorities is null
                ? "Where it comes from an authority of your own, name that with --ca FILE."
                : "It does not come from the authority of --ca.";
        return $"The certificate of {target.Address.Authority} is not to be trusted. {advice} ({why.TrimEnd('.')})";
    }
}
