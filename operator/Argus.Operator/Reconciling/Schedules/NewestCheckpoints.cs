using System.Collections.Concurrent;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning.Schedules;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>Asks for the newest checkpoints. An answer is good until the next look on time, and for the spec that asked.</summary>
/// <param name="time">Clock.</param>
internal sealed class NewestCheckpoints(TimeProvider time) : IDisposable
{
    /// <summary>How often it is looked for a new one.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Looks for other reasons come in between.
    private static readonly TimeSpan Good = Interval / 2;

    private readonly ConcurrentDictionary<ObjectKey, Asked> _asked = [];

    // Straight there, and never on to where a redirect points.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 4096,
    };

    /// <summary>What is known now.</summary>
    public async Task<ObservedPromotion> FindAsync(DatasetSchedule schedule, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(schedule);
        if (schedule.Spec.Promote is not { From: var from })
        {
            Forget(key);
            return new();
        }

        if (!_asked.TryGetValue(key, out var asked) || asked.Generation != schedule.Metadata.Generation || time.GetElapsedTime(asked.At) >= Good)
            _asked[key] = asked = new Asked(schedule.Metadata.Generation, time.GetTimestamp(), await AskAsync(from, cancellationToken));
        return asked.Answer;
    }

    /// <summary>Of one that is gone.</summary>
    public void Forget(ObjectKey key) => _asked.TryRemove(key, out _);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ObservedPromotion> AskAsync(string from, CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri(from);
            using var answer = await _http.GetAsync(address, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                return Fault($"answers {(int)answer.StatusCode}");
            return CheckpointAnswer.Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken), address) is { } newest
                ? new() { Newest = newest }
                : Fault("answers what is no models/current.json of a dataset store");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Fault(e is OperationCanceledException ? "did not answer in time" : $"cannot be read: {e.Message}");
        }

        ObservedPromotion Fault(string what) => new() { Fault = $"{from} {what}. Look at spec.promote.from and at what serves it." };
    }

    private sealed record Asked(long? Generation, long At, ObservedPromotion Answer);
}
