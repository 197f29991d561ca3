using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>A <see cref="RunCommand"/> whose work a running dataset service does: it has the database, the files and the keys.</summary>
internal sealed class ServiceRun(Uri service, TimeProvider time, TextWriter said) : IDisposable
{
    // A service that is being replaced is back by then.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = new Uri(service.AbsoluteUri.TrimEnd('/') + "/datasets/"),
        Timeout = TimeSpan.FromMinutes(1),
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 complete, 1 failed, 2 the service takes no such run, 3 it does not answer.</returns>
    public async Task<int> RunAsync(RunCommand command, CancellationToken cancel)
    {
        var request = new RunRequest { Flow = Period.NameOf(command.Flow), Date = command.Period?.Name ?? RunRequest.Next };
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, DatasetsJson.Default.RunRequest);
        try
        {
            while (true)
            {
                var run = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, "runs") { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } }, cancel);
                while (run is { State: RunState.Running })
                    run = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, $"runs/{run.Id}?wait=20"), cancel);
                if (run is null)
                {
                    // Another run of this period is under way; it may fail, or leave later ones to do.
                    await Task.Delay(Pause, time, cancel);
                    continue;
                }

                await said.WriteLineAsync(RunCommand.Line(run));
                if (run.State != RunState.Completed)
                    return RunCommand.Failed;
                // By the service's clock.
                if (command.Period is not null || run.Date >= Period.LastOver(command.Flow, run.StartedAt).Date)
                    return 0;
            }
        }
        catch (HttpRequestException refused)
        {
            await said.WriteLineAsync(refused.Message);
            return refused.StatusCode is null ? RunCommand.Away : RunCommand.Wrong;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Null where another run of the period is under way.
    private async Task<RunBody?> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        for (long begin = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancel))
        {
            string trouble;
            try
            {
                using var request = make();
                using var response = await _http.SendAsync(request, cancel);
                if (response.StatusCode == HttpStatusCode.Conflict)
                    return null;
                byte[] answer = await response.Content.ReadAsByteArrayAsync(cancel);
                if (response.IsSuccessStatusCode)
                    return JsonSerializer.Deserialize(answer, DatasetsJson.Default.RunBody) ?? throw new JsonException("The answer is empty.");
                int status = (int)response.StatusCode;
                trouble = string.Create(CultureInfo.InvariantCulture, $"The dataset service at {service} answers {status}: {System.Text.Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, 1000))}");
                if (status < 500 && status != 429)
                    throw new HttpRequestException(trouble, null, response.StatusCode);
            }
            catch (Exception error) when (error is HttpRequestException { StatusCode: null } or IOException or JsonException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                trouble = $"The dataset service at {service} does not answer ({error.Message}). Correct ARGUS_DATASETS_URL, or look why it is away.";
            }

            if (time.GetElapsedTime(begin) >= Patience)
                throw new HttpRequestException(trouble);
        }
    }
}
