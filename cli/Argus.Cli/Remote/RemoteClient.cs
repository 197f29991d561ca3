using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>
/// Asks a server about pictures. A question that got no answer is asked again: it changes nothing there, or bears a key by which the server knows it again. Safe for concurrent use.
/// </summary>
internal sealed class RemoteClient(HttpClient http, RemoteTarget target, RetryWaits waits, TimeProvider time, Action<string> remark) : IDisposable
{
    /// <summary>The server's own header for how long the caller waits: it refuses at once what it cannot answer by then.</summary>
    internal const string TimeoutHeader = "X-Argus-Timeout-Ms";

    // From there on, the body is sent only once the server has seen its length and has not refused.
    private const long LargeBody = 1024 * 1024;
    private static readonly TimeSpan RemarkPause = TimeSpan.FromSeconds(10);

    private readonly AnswerReader _answers = new(target, time);
    private readonly Lock _remarkLock = new();
    private long? _lastRemark;
    private volatile bool _answeredBefore;

    /// <summary>Sends a form, again where that may help, and gives the answer.</summary>
    /// <param name="path">Below the server's address, with a query where there is one.</param>
    /// <param name="form">Makes the body anew for every try.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="check">What is wrong with an answer, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<Reply<T>> PostAsync<T>(string path, Func<PictureForm> form, JsonTypeInfo<T> type, Func<T, string?> check, CancellationToken cancel)
        where T : class => AskAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = form() }, path, type, check, cancel);

    /// <summary>Asks, again where that may help, and gives the answer.</summary>
    /// <param name="request">Makes the request anew for every try.</param>
    /// <param name="path">Its path, for people.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="check">What is wrong with an answer, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Reply<T>> AskAsync<T>(Func<HttpRequestMessage> request, string path, JsonTypeInfo<T> type, Func<T, string?> check, CancellationToken cancel)
        where T : class
    {
        long start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(target.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        RemoteFault? fault = null;
        try
        {
            for (int tries = 1; ; tries++)
            {
                var left = target.Timeout - time.GetElapsedTime(start);
                (var answer, fault) = await TryAsync(path, request, left, limit.Token);
                if (answer is not null)
                    return Read(answer, path, type, check);
                left = target.Timeout - time.GetElapsedTime(start);
                if (waits.After(fault!, tries, _answeredBefore, left) is not { } wait)
                    return GivenUp(fault!, tries);
                Remark(fault!, wait);
                await Task.Delay(wait, time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new Trouble(string.Create(CultureInfo.InvariantCulture, $"No answer within {target.Timeout.TotalSeconds:0.###} s (--timeout).{(fault is null ? "" : $" Before: {fault.Sentence}")}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<(byte[]? Answer, RemoteFault? Fault)> TryAsync(string path, Func<HttpRequestMessage> make, TimeSpan left, CancellationToken cancel)
    {
        using var request = make();
        var body = request.Content as PictureForm;
        request.Headers.TryAddWithoutValidation(TimeoutHeader, ((long)Math.Clamp(left.TotalMilliseconds, 1, 3_600_000)).ToString(CultureInfo.InvariantCulture));
        if (body?.PictureBytes > LargeBody)
            request.Headers.ExpectContinue = true;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            _answeredBefore = true;
            return await _answers.ReadAsync(response, path, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException && !cancel.IsCancellationRequested)
        {
            if (body?.Trouble is { } trouble)
                return (null, new RemoteFault(RemoteFaultKind.Picture, trouble.Sentence));
            return (null, NetworkFaults.Explain(e, target, _answeredBefore));
        }
    }

    private Reply<T> Read<T>(byte[] answer, string path, JsonTypeInfo<T> type, Func<T, string?> check)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(answer, type) is { } value)
                return check(value) is { } wrong ? Strange(path, wrong) : value;
            return Strange(path, "It is null.");
        }
        catch (JsonException e)
        {
            return Strange(path, e.Message);
        }
    }

    private Trouble Strange(string path, string why) =>
        new($"What {target.Address} answers to POST {AnswerReader.NameOf(path)} is not an answer of Argus: {OneLine.Of(why, target.Key)}", ForAll: true);

    private static Trouble GivenUp(RemoteFault fault, int tries)
    {
        var trouble = fault.ToTrouble();
        string sentence = fault.Kind == RemoteFaultKind.Busy
            ? $"{trouble.Sentence} The time for one picture does not reach for another try (--timeout)."
            : tries > 1 ? $"{trouble.Sentence} Tried {tries} times." : trouble.Sentence;
        return trouble with { Sentence = sentence };
    }

    // Somebody may be watching, and nothing else tells why nothing happens; but many pictures wait at once.
    private void Remark(RemoteFault fault, TimeSpan wait)
    {
        if (wait < TimeSpan.FromSeconds(1))
            return;
        lock (_remarkLock)
        {
            if (_lastRemark is { } last && time.GetElapsedTime(last) < RemarkPause)
                return;
            _lastRemark = time.GetTimestamp();
        }

        remark(string.Create(CultureInfo.InvariantCulture, $"{fault.Sentence} Trying again in {wait.TotalSeconds:0} s."));
    }
}
