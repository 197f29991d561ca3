using Argus.ServiceDefaults.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

/// <summary>Why a request was not answered by a pod.</summary>
/// <param name="Message">For the log.</param>
/// <param name="IsOfPod">Whether the pod, or the way to it, is to blame.</param>
/// <param name="NothingSent">Whether the pod got nothing of the request.</param>
/// <param name="Refusal">What the caller is told; null where nobody listens any more.</param>
internal readonly record struct Fault(string Message, bool IsOfPod, bool NothingSent, Refusal? Refusal)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Reads what the forwarder says.</summary>
    public static Fault Of(ForwarderError error, HttpContext http, Exchange exchange)
    {
        var exception = http.GetForwarderErrorFeature()?.Exception;
        string message = exception?.GetBaseException().Message ?? error.ToString();
        if (http.RequestAborted.IsCancellationRequested)
            return new Fault("The caller hung up.", IsOfPod: false, NothingSent: false, null);
        if (exchange.Deadline.IsCancellationRequested)
            return new Fault(message, IsOfPod: false, NothingSent: false, OverDeadline(exchange));
        if (Find<BadHttpRequestException>(exception) is { } bad)
            return new Fault(message, IsOfPod: false, NothingSent: false, OfCaller(bad));
        if (error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled)
            return new Fault(message, IsOfPod: false, NothingSent: false, new Refusal(400, "The body of the request broke off."));
        bool nothingSent = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
        string detail = nothingSent ? "No pod could be reached." : "The pod broke off while it worked on the request.";
        return new Fault(message, IsOfPod: true, nothingSent, new Refusal(nothingSent ? 503 : 502, $"{detail} Try again.") { RetryAfter = Soon });
    }

    private static Refusal OverDeadline(Exchange exchange) =>
        new(503, $"No answer came within {exchange.Limit.TotalMilliseconds:0} ms, which is how long the caller waits; {PodTransformer.TimeoutHeader} changes that.") { RetryAfter = Soon };

    private static Refusal OfCaller(BadHttpRequestException bad) => new(bad.StatusCode, bad.StatusCode switch
    {
        413 => "The body is larger than this gateway takes.",
        408 => "The body came too slowly.",
        _ => bad.Message,
    });

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
                return found;
            if (error is AggregateException many && many.InnerExceptions.OfType<T>().FirstOrDefault() is { } one)
                return one;
        }

        return null;
    }
}
