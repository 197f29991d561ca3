using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Operator.Tests.Faults;

/// <summary>Stands between one operator and the API server, takes note of what passes, and does what a rule says.</summary>
internal sealed partial class FaultProxy(string who, Uri server, Traffic traffic) : IAsyncDisposable
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly HttpClient _http = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true }, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestVersion = HttpVersion.Version20,
    };

    private WebApplication? _app;

    /// <summary>Where the operator reaches it; the same whenever it is open.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Asked before a request is passed on; an exchange of status 0.</summary>
    public Func<Exchange, Fault?> Rule { get; set; } = _ => null;

    /// <summary>Told of what the server has answered, before the operator hears of it.</summary>
    public Func<Exchange, Task> Passed { get; set; } = _ => Task.CompletedTask;

    public async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        _app = builder.Build();
        _app.Run(PassAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    /// <summary>Breaks every connection; nobody listens from then on.</summary>
    public async Task CloseAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = http.Request;
        var exchange = new Exchange(who, request.Method, request.Path.Value!, request.QueryString.Value ?? "", Encoding.UTF8.GetString(body.ToArray()), TimeProvider.System.GetTimestamp(), 0, false);
        var fault = Rule(exchange);
        if (fault is Fault.Answer answer)
        {
            traffic.Add(exchange with { Status = answer.Status, Fault = true });
            await AnswerAsync(http, answer);
            return;
        }

        string query = fault is Fault.Pages pages ? Limit().Replace(exchange.Query, $"limit={pages.Size}") : exchange.Query;
        using var message = Message(http, query, body.ToArray());
        try
        {
            // A write that is on its way arrives, whatever becomes of its sender.
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, exchange.IsWrite ? CancellationToken.None : http.RequestAborted);
            exchange = exchange with { Status = (int)response.StatusCode };
            if (exchange.IsWatch && response.IsSuccessStatusCode)
                await StreamAsync(http, response, exchange, fault as Fault.Cut);
            else
                await HandOnAsync(http, response, exchange, fault is Fault.LoseAnswer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server went away, or the operator.
            http.Abort();
        }
    }

    private async Task HandOnAsync(HttpContext http, HttpResponseMessage response, Exchange exchange, bool loses)
    {
        byte[] content = await response.Content.ReadAsByteArrayAsync();
        traffic.Add(exchange);
        await Passed(exchange);
        if (loses)
        {
            http.Abort();
            return;
        }

        Begin(http, response);
        http.Response.ContentLength = content.Length;
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private async Task StreamAsync(HttpContext http, HttpResponseMessage response, Exchange exchange, Fault.Cut? cut)
    {
        traffic.Add(exchange);
        Begin(http, response);
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(http.RequestAborted));
        for (int events = 0; await lines.ReadLineAsync(http.RequestAborted) is { } line; events++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            if (events == cut?.AfterEvents)
            {
                await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                http.Abort();
                return;
            }

            await http.Response.Body.WriteAsync((byte[])[.. bytes, .. LineEnd], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private HttpRequestMessage Message(HttpContext http, string query, byte[] body)
    {
        var message = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(server, http.Request.Path + query))
        {
            Version = HttpVersion.Version20,
            Content = body.Length == 0 ? null : new ByteArrayContent(body),
        };
        if (http.Request.ContentType is { } type && message.Content is not null)
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (string name in (ReadOnlySpan<string>)["Authorization", "Accept", "User-Agent"])
            message.Headers.TryAddWithoutValidation(name, http.Request.Headers[name].ToString());
        return message;
    }

    [GeneratedRegex("limit=[0-9]+")]
    private static partial Regex Limit();

    private static void Begin(HttpContext http, HttpResponseMessage response)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
    }

    private static Task AnswerAsync(HttpContext http, Fault.Answer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        if (answer.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsync(new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["reason"] = answer.Reason,
            ["code"] = answer.Status,
            ["message"] = $"fault: {answer.Reason}",
        }.ToJsonString());
    }
}
