using Argus.Jobs.Health;
using Argus.Jobs.Http;

namespace Argus.Jobs.Score;

/// <summary>Whether the services that FACE_DETECTION_SERVICE and FACE_EMBEDDING_SERVICE name answer.</summary>
internal sealed class ScoreHealth : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly HeldAnswer<IReadOnlyDictionary<string, string>?> _held;

    public ScoreHealth(ScoreOptions options, TimeProvider time)
    {
        _time = time;
        _held = new(_ => Age, time);
        foreach (var (name, address) in ((string, Uri?)[])[("face_detection", options.Detection), ("face_embedding", options.Embedding)])
        {
            if (address is not null)
                _clients[name] = Outgoing.Client(address, connections: 1);
        }
    }

    /// <summary>By name, <c>healthy</c>, <c>unhealthy</c> or <c>unreachable</c>; null where none is named.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> StatesAsync(CancellationToken cancel) => _clients.Count == 0 ? null : await _held.GetAsync(AskAllAsync, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        _held.Dispose();
    }

    private async Task<IReadOnlyDictionary<string, string>?> AskAllAsync(CancellationToken cancel)
    {
        string[] states = await Task.WhenAll(_clients.Values.Select(client => AskAsync(client, cancel)));
        return _clients.Keys.Zip(states).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal);
    }

    private async Task<string> AskAsync(HttpClient client, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var response = await client.GetAsync("health", HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? "healthy" : "unhealthy";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return "unreachable";
        }
    }
}
