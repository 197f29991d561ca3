namespace Argus.Data.Messaging.Webhooks;

/// <summary>Where events are posted.</summary>
public sealed record WebhookOptions
{
    /// <summary>Absolute address, https unless <see cref="AllowPlainHttp"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>File with the secret that the receiver knows too, 16 bytes or more; read for each request, so that it can be changed at any time. White space around it does not count.</summary>
    public required string SecretFile { get; init; }

    /// <summary>Longest time for one request, with everything.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause that a receiver can ask for by Retry-After.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections at once.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Lets requests go to addresses of this machine and of private networks. Off: who can set the address cannot reach what is behind the firewall.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Lets events travel unencrypted.</summary>
    public bool AllowPlainHttp { get; init; }

    internal void Validate()
    {
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttps && !(AllowPlainHttp && Url.Scheme == Uri.UriSchemeHttp)))
            throw new ArgumentException($"The webhook '{Url}' must begin with https://{(AllowPlainHttp ? " or http://" : "")}.");
        if (Url.UserInfo.Length > 0)
            throw new ArgumentException("The webhook's address must not hold a user name or password: they would be seen in logs.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Connections, 1);
    }
}
