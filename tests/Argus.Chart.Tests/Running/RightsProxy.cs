using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Argus.Chart.Tests.Rights;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Chart.Tests.Running;

/// <summary>Stands before an API server that lets everybody do everything, and lets pass what some roles allow.</summary>
/// <param name="server">The API server.</param>
/// <param name="token">Of a user who may do everything.</param>
/// <param name="everywhere">Rights in all namespaces.</param>
/// <param name="within">Rights in one namespace.</param>
/// <param name="ns">That namespace.</param>
internal sealed class RightsProxy(Uri server, string token, IReadOnlyList<Right> everywhere, IReadOnlyList<Right> within, string ns) : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true }, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ConcurrentDictionary<Right, bool> _asked = [];
    private WebApplication? _app;

    /// <summary>Where it is reached.</summary>
    public string Address => _app!.Urls.First();

    /// <summary>What was asked for, without names.</summary>
    public IEnumerable<Right> Used => _asked.Where(a => a.Value).Select(a => a.Key with { Name = null }).Distinct();

    /// <summary>What was asked for and not allowed.</summary>
    public IEnumerable<Right> Denied => _asked.Where(a => !a.Value).Select(a => a.Key);

    public async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(PassAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(true));
            await _app.DisposeAsync();
        }

        _http.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        if (AskedRight.Of(http.Request) is { } asked && !IsAllowed(asked))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsJsonAsync(new { kind = "Status", apiVersion = "v1", status = "Failure", reason = "Forbidden", code = 403, message = $"may not {asked.Right}" }, http.RequestAborted);
            return;
        }

        using var message = Message(http.Request);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            // An apply that makes an object is a create too.
            if (response.StatusCode == HttpStatusCode.Created && AskedRight.Of(http.Request) is { Right.Verb: "patch" } applied)
                IsAllowed(applied with { Right = applied.Right with { Verb = "create" } });
            http.Response.StatusCode = (int)response.StatusCode;
            http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await http.Response.StartAsync(http.RequestAborted);
            await PumpAsync(await response.Content.ReadAsStreamAsync(http.RequestAborted), http.Response.Body, http.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    private bool IsAllowed(AskedRight asked)
    {
        bool isAllowed = everywhere.Any(r => r.Allows(asked.Right)) || (asked.Namespace == ns && within.Any(r => r.Allows(asked.Right)));
        _asked[asked.Right] = isAllowed;
        return isAllowed;
    }

    private HttpRequestMessage Message(HttpRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server, request.Path + request.QueryString)) { Content = new StreamContent(request.Body) };
        if (request.ContentType is { } type)
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        message.Headers.TryAddWithoutValidation("Accept", (string?)request.Headers.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", (string?)request.Headers.UserAgent);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return message;
    }

    // A watch shows every event as it comes.
    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }
}
