using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;
using Argus.Jobs.Work;

namespace Argus.Jobs.Media;

/// <summary>A media store that is another service, over HTTP.</summary>
/// <param name="address">Where it answers /entity.</param>
/// <param name="options">Times and sizes.</param>
/// <param name="videos">Where videos lie while they are worked on.</param>
/// <param name="time">The clock.</param>
internal sealed class RemoteMediaStore(Uri address, JobsOptions options, VideoFolder videos, TimeProvider time) : IMediaStore, IDisposable
{
    private readonly HttpClient _http = Outgoing.Client(address, Worker.MostCalls(options));

    /// <inheritdoc/>
    public Task<MediaFile> FetchAsync(long id, CancellationToken cancel) => FetchAsync(
        id,
        async (file, _, stop) => await Outgoing.ReadAsync(file, options.MaxBytes, stop) switch
        {
            null => MediaFile.Missing($"The file of media_store_id {id} has more than {options.MaxBytes} bytes, which ARGUS_MAX_BYTES allows."),
            [] => MediaFile.Missing($"The file of media_store_id {id} is empty."),
            var bytes => MediaFile.Of(bytes),
        },
        MediaFile.Of,
        cancel);

    /// <inheritdoc/>
    public Task<MediaVideo> FetchVideoAsync(long id, CancellationToken cancel) => FetchAsync(
        id,
        async (file, limit, stop) =>
        {
            var tooLarge = MediaVideo.Missing($"The file of media_store_id {id} has more than {options.MaxVideoBytes} bytes, which ARGUS_MAX_VIDEO_BYTES allows.");
            if (file.Headers.ContentLength > options.MaxVideoBytes)
                return tooLarge;
            await using var body = await file.ReadAsStreamAsync(stop);
            // It may take as long as it goes on: the limit begins anew with each piece.
            return await videos.KeepAsync(body, options.MaxVideoBytes, () => limit.CancelAfter(options.MediaTimeout), stop) is { } path ? MediaVideo.Copy(path) : tooLarge;
        },
        MediaVideo.Of,
        cancel);

    /// <inheritdoc/>
    public async Task<string?> LabelAsync(long id, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.MediaTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = await RequestAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"entity/{id}"), either.Token);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode || await Outgoing.ReadAsync(response.Content, 64 * 1024, either.Token) is not { } body)
                return null;
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } entity && entity.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.String && label.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (IsOfTheirs(e, cancel) || e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> DeliverAsync(Job job, string result, CancellationToken cancel)
    {
        if (!options.MediaResults)
            return null;
        using var limit = new CancellationTokenSource(options.MediaTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(new MediaResults { JobId = job.Id, TaskType = job.TaskType, Result = JsonElement.Parse(result) }, MediaJson.Default.MediaResults);
            using var request = await RequestAsync(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"entity/{job.MediaStoreId}/results"), either.Token);
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
                return null;
            int status = (int)response.StatusCode;
            return status is 404 or 405 or 501
                ? $"The media store at {address} takes no results of media_store_id {job.MediaStoreId}: it answers {status}. Where it has no such path, set MEDIA_STORE_RESULTS=off."
                : $"The media store at {address} did not take the result: {await SayAsync(response, either.Token)}";
        }
        catch (Exception e) when (IsOfTheirs(e, cancel))
        {
            return Away(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Asks for a file.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="take">Takes it, by its content, the limit of time, and what breaks it off.</param>
    /// <param name="none">There is none.</param>
    /// <param name="cancel">Breaks it off.</param>
    private async Task<T> FetchAsync<T>(long id, Func<HttpContent, CancellationTokenSource, CancellationToken, Task<T>> take, Func<Fault, T> none, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.MediaTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = await RequestAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"entity/{id}/file"), either.Token);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? await take(response.Content, limit, either.Token) : none(await NoFileAsync(response, id, either.Token));
        }
        catch (VideoFolderException e)
        {
            return none(Fault.Away(e.Message));
        }
        catch (Exception e) when (IsOfTheirs(e, cancel))
        {
            return none(e is HttpRequestException http ? Fault.Of(http, Away(e)) : Fault.Later(Away(e)));
        }
    }

    private async Task<Fault> NoFileAsync(HttpResponseMessage response, long id, CancellationToken cancel)
    {
        int status = (int)response.StatusCode;
        return status switch
        {
            404 or 410 => Fault.Final($"The media store has no file of media_store_id {id}: upload the picture first."),
            400 or 422 => Fault.Final($"The media store gives no file of media_store_id {id}: {await SayAsync(response, cancel)}"),
            401 or 403 => Fault.Later($"Cannot reach media_store at {address}: it answers {status} and does not let this service in. A token for it goes into the file of MEDIA_STORE_KEY_FILE."),
            >= 300 and < 400 => Fault.Later($"Cannot reach media_store at {address}: it answers with a redirect ({status}), which is not followed. Correct MEDIA_STORE_URL."),
            _ => Fault.Of(status, $"Cannot reach media_store at {address}: {await SayAsync(response, cancel)}", Outgoing.RetryAfter(response, time)),
        };
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(method, path);
        if (options.MediaStoreKeyFile is { } file)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancel)).Trim());
        return request;
    }

    private static async Task<string> SayAsync(HttpResponseMessage response, CancellationToken cancel) =>
        await Outgoing.DetailAsync(response, cancel) is { } detail ? $"it answers {(int)response.StatusCode}: {detail}" : $"it answers {(int)response.StatusCode}.";

    private static bool IsOfTheirs(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or IOException or UnauthorizedAccessException or FormatException || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private string Away(Exception e) => e is OperationCanceledException
        ? $"Cannot reach media_store at {address}: it did not answer within {options.MediaTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s."
        : $"Cannot reach media_store at {address}: {e.Message}";
}
