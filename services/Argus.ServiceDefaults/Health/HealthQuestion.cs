using System.Net;

namespace Argus.ServiceDefaults.Health;

/// <summary>Asks the server that runs beside it whether it is ready: the health check of a container, in which there is no other program that could ask.</summary>
public static class HealthQuestion
{
    /// <summary>The argument that makes a program ask instead of serve.</summary>
    public const string Switch = "--health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether a command line holds the argument and nothing else.</summary>
    public static bool IsAsked(string[] args) => args is [Switch];

    /// <summary>Asks, and writes the answer where it is not that the server is ready.</summary>
    /// <param name="host">What the server listens on: an IP address, all addresses, or localhost.</param>
    /// <param name="port">Its port.</param>
    /// <param name="path">Such as <c>/health/ready</c>.</param>
    /// <param name="said">Where the reason goes.</param>
    /// <returns>The exit code: 0 where it is ready, else 1.</returns>
    public static async Task<int> AskAsync(string host, int port, string path, TextWriter said)
    {
        var address = new UriBuilder("http", Reachable(host), port, path).Uri;
        // A proxy of the environment is for others.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address);
            if (answer.IsSuccessStatusCode)
                return 0;
            await said.WriteLineAsync($"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await said.WriteLineAsync($"{address} does not answer: {error.Message}");
        }

        return 1;
    }

    // Who listens on all addresses is reached by its own.
    private static string Reachable(string host) => IPAddress.TryParse(host, out var address) switch
    {
        true when address.Equals(IPAddress.Any) => $"{IPAddress.Loopback}",
        true when address.Equals(IPAddress.IPv6Any) => $"[{IPAddress.IPv6Loopback}]",
        true when address!.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 => $"[{address}]",
        _ => host,
    };
}
