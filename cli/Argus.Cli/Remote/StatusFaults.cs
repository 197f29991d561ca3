using System.Net;

namespace Argus.Cli.Remote;

/// <summary>Says what a status code means here, and what to do about it.</summary>
internal static class StatusFaults
{
    /// <param name="response">None of 200, 201 and 202.</param>
    /// <param name="path">What was asked, such as /detect.</param>
    /// <param name="words">Status and the server's own words, to be put in brackets.</param>
    /// <param name="target">Who was asked.</param>
    /// <param name="time">The clock.</param>
    public static RemoteFault Explain(HttpResponseMessage response, string path, string words, RemoteTarget target, TimeProvider time)
    {
        int status = (int)response.StatusCode;
        return status switch
        {
            301 or 302 or 303 or 307 or 308 => Server(Redirect(response, target)),
            400 => Picture($"The server cannot use the picture ({words})."),
            401 => Server(target.Key is null
                ? $"The server asks for a key ({words}). Give it with --key-file, --key or ARGUS_KEY."
                : $"The server does not take this key ({words})."),
            403 => Server(target.Key is null
                ? $"The server refuses {response.RequestMessage!.Method} {path} without a key ({words}). Give one with --key-file, --key or ARGUS_KEY."
                : $"This key may not be used for {response.RequestMessage!.Method} {path} ({words})."),
            404 or 405 => Server($"{target.Address} has no {response.RequestMessage!.Method} {path} ({words}). Is the address right, and is a model for it deployed there?"),
            407 => Server($"The proxy on the way asks for a password ({words})."),
            409 => Picture($"That cannot be done as things stand ({words})."),
            413 => Picture($"The picture is larger than the server takes ({words})."),
            415 => Picture($"The server does not take pictures of this kind ({words})."),
            422 => Picture($"The server does not take this request ({words})."),
            429 or 503 => new RemoteFault(RemoteFaultKind.Busy, status == 429 ? $"The server takes no more requests now ({words})." : $"The server is not ready for it now ({words}).", RetryAfter(response, time)),
            408 or 500 or 502 or 504 => new RemoteFault(RemoteFaultKind.Broken, $"The server, or what stands before it, failed on this request ({words}).", RetryAfter(response, time)),
            _ => Picture($"The server answers with a status that has no meaning here ({words})."),
        };
    }

    private static RemoteFault Picture(string sentence) => new(RemoteFaultKind.Picture, sentence);

    private static RemoteFault Server(string sentence) => new(RemoteFaultKind.Server, sentence);

    // Never followed: whoever it leads to would get the pictures, and with a careless client the key.
    private static string Redirect(HttpResponseMessage response, RemoteTarget target)
    {
        string where = response.Headers.Location is { } location ? OneLine.Of(new Uri(target.Address, location).GetLeftPart(UriPartial.Path), target.Key) : "somewhere that it does not name";
        return $"The server sends on to {where} ({(int)response.StatusCode}); nothing was sent there. If you trust that, name it with --server.";
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
