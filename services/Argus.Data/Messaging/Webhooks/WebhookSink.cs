using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Messaging.Webhooks;

/// <summary>Posts messages of the outbox to a web address, signed. 2xx is done; 429 and 503 mean that the receiver is away; other 5xx and 408 are tried again; anything else, redirects too, is dead.</summary>
public sealed class WebhookSink : IEventSink
{
    private const int ShortestSecret = 16;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <exception cref="ArgumentException">The options are faulty.</exception>
    public WebhookSink(WebhookOptions options, TimeProvider time)
    {
        options.Validate();
        (_options, _time) = (options, time);
        // No proxy: it would resolve the name itself, past the guard. No redirects: they lead where the receiver wants. No cookies.
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = options.Connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string Name => "webhook";

    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            byte[] secret = await SecretAsync(both.Token);
            using var request = Request(message, secret);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Delivery.Away($"The webhook gave no answer within {_options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Delivery.Away($"The webhook cannot be reached: {error.Message}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> SecretAsync(CancellationToken cancel)
    {
        byte[] secret = Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(_options.SecretFile, cancel)).Trim());
        return secret.Length >= ShortestSecret ? secret : throw new InvalidDataException($"the secret in {_options.SecretFile} has less than {ShortestSecret} bytes");
    }

    private HttpRequestMessage Request(OutboxMessage message, byte[] secret)
    {
        var content = new ReadOnlyMemoryContent(message.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(message.Headers.GetValueOrDefault(MessageHeaders.ContentType), out var type) ? type : new(CloudEvent.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = content };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(secret, _time.GetUtcNow(), message.Body.Span));
        request.Headers.Add("User-Agent", "Argus");
        foreach (string name in new[] { MessageHeaders.TraceParent, MessageHeaders.TraceState })
        {
            if (message.Headers.TryGetValue(name, out string? value))
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private Delivery Judge(HttpResponseMessage response)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"The webhook answered {(int)response.StatusCode}.");
        var after = RetryAfter(response);
        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => Delivery.Done,
            429 or 503 => Delivery.Away(reason, after),
            408 or 425 or >= 500 => new(DeliveryState.Later, reason, after),
            _ => Delivery.Dead(reason),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var after = asked?.Delta ?? asked?.Date - _time.GetUtcNow();
        return after is { } pause ? TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, _options.LongestRetryAfter.Ticks)) : null;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = addresses.Where(address => _options.AllowPrivateAddresses || AddressGuard.IsPublic(address)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException($"{context.DnsEndPoint.Host} has no address on the public internet, and private ones are not allowed");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
