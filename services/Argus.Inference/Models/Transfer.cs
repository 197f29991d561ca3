using System.Net;
using System.Net.Http.Headers;

namespace Argus.Inference.Models;

/// <summary>One try to bring a partial file to its full length from one address; goes on where the file ends, if the server lets it.</summary>
internal sealed class Transfer(HttpClient http, ModelStoreOptions options, TimeProvider time)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Runs the try.</summary>
    /// <param name="url">The address.</param>
    /// <param name="part">The partial file.</param>
    /// <param name="bytes">Length that the file must have, or 0 where unknown.</param>
    /// <param name="progress">Told the bytes on disk and in all.</param>
    /// <param name="cancel">Ends the try; what has arrived stays.</param>
    public async Task<TransferResult> RunAsync(Uri url, PartialFile part, long bytes, Action<long, long> progress, CancellationToken cancel)
    {
        // A broken off connection is silent: every wait for the server is bounded by one timer, set anew with every byte.
        using var stall = new CancellationTokenSource(options.StallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, stall.Token);
        try
        {
            if (bytes > 0 && part.Length > bytes)
                part.Delete();
            if (bytes > 0 && part.Length == bytes)
                return TransferResult.Complete;

            var (response, refused) = await SendAsync(url, part, both.Token);
            if (response is null)
                return refused!;
            using (response)
            {
                stall.CancelAfter(options.StallTimeout);
                return Inspect(response, part, bytes) is { } fault
                    ? fault
                    : await ReceiveAsync(response, url, part, bytes, progress, stall, both.Token);
            }
        }
        // Before the next: the handler's own limit on connecting comes as a cancellation too.
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !both.IsCancellationRequested)
        {
            return TransferResult.Unreachable($"{url.Host} cannot be reached: no connection within {options.ConnectTimeout.TotalSeconds:0.##} s");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return TransferResult.Retry($"nothing came for {options.StallTimeout.TotalSeconds:0.##} s, after {part.Length} bytes");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return TransferResult.Unreachable($"{url.Host} cannot be reached: {e.Message}");
        }
        catch (HttpRequestException e)
        {
            return TransferResult.Retry($"the connection failed after {part.Length} bytes: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TransferResult.Disk(e.Message);
        }
    }

    private async Task<(HttpResponseMessage? Response, TransferResult? Refused)> SendAsync(Uri url, PartialFile part, CancellationToken cancel)
    {
        var at = url;
        for (int hop = 0; hop <= options.MaxRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (part.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
                if (part.TagOf(url) is { } tag)
                    request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return (response, null);

            var location = response.Headers.Location;
            response.Dispose();
            if (location is null)
                return (null, TransferResult.GiveUp("it redirects to nowhere"));
            var next = new Uri(at, location);
            if (next.Scheme != Uri.UriSchemeHttps && (next.Scheme != Uri.UriSchemeHttp || at.Scheme == Uri.UriSchemeHttps))
                return (null, TransferResult.GiveUp($"it redirects from {at.Scheme} to {next.Scheme}, which is refused"));
            at = next;
        }

        return (null, TransferResult.GiveUp($"it redirects more than {options.MaxRedirects} times"));
    }

    /// <summary>The fault of an answer's head, or null where its body is the file or the rest of it.</summary>
    private TransferResult? Inspect(HttpResponseMessage response, PartialFile part, long bytes)
    {
        int status = (int)response.StatusCode;
        var range = response.Content.Headers.ContentRange;
        long? total = null;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                // The server knows no ranges, or the file is another by now: from the start.
                part.Delete();
                total = response.Content.Headers.ContentLength;
                break;
            case HttpStatusCode.PartialContent when range?.From == part.Length:
                total = range.Length;
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Delete();
                return TransferResult.Retry($"it did not go on at the byte asked for (HTTP {status})");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return TransferResult.Retry($"HTTP {status}", response.Headers.RetryAfter?.Delta);
            default:
                return TransferResult.GiveUp($"HTTP {status}");
        }

        if (bytes > 0 && total is { } says && says != bytes)
            return TransferResult.GiveUp($"it offers {says} bytes, expected {bytes}");
        return bytes == 0 && total > options.MaxUnknownBytes
            ? TransferResult.GiveUp($"it offers {total} bytes, more than the {options.MaxUnknownBytes} allowed where the pack states no size")
            : null;
    }

    private async Task<TransferResult> ReceiveAsync(
        HttpResponseMessage response, Uri url, PartialFile part, long bytes, Action<long, long> progress, CancellationTokenSource stall, CancellationToken cancel)
    {
        long limit = bytes > 0 ? bytes : options.MaxUnknownBytes;
        long total = bytes > 0 ? bytes : part.Length + response.Content.Headers.ContentLength.GetValueOrDefault();
        if (part.Length == 0)
            part.SaveTag(url, response.Headers.ETag);
        if (part.FreeBytes() is { } free && free < total - part.Length)
            return TransferResult.Disk($"{total - part.Length} bytes are needed and {free} are free");

        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        await using var file = part.Append();
        byte[] buffer = new byte[BufferBytes];
        while (await ReadAsync(body, buffer, cancel) is > 0 and int read)
        {
            if (file.Position + read > limit)
            {
                await file.DisposeAsync();
                part.Delete();
                return TransferResult.GiveUp($"it sends more than {limit} bytes; stopped");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            stall.CancelAfter(options.StallTimeout);
            progress(file.Position, total);
        }

        return file.Position == bytes || bytes == 0
            ? TransferResult.Complete
            : TransferResult.Retry($"it ended after {file.Position} of {bytes} bytes");
    }

    // Both ends of the copy speak IOException; what the network does must not be taken for the disk's.
    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAsync(buffer, cancel);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }
}
