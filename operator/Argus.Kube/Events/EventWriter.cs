using System.Globalization;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Events;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Events;

/// <summary>Creates Events and counts their repeats. Used by one thread at a time.</summary>
internal sealed class EventWriter(KubernetesResource<EventsV1Event> events, EventRecorderOptions options, TimeProvider time)
{
    /// <summary>Series that are kept in mind; with more, the oldest is forgotten.</summary>
    private const int MaxSeries = 4096;

    private readonly Dictionary<EventKey, EventSeries> _series = [];
    private long _lastName;

    /// <summary>When the next series is to be written; null when none has repeats to tell.</summary>
    public TimeSpan? UntilDue()
    {
        DateTimeOffset? due = null;
        foreach (var series in _series.Values)
        {
            if (series.IsDirty && (due is null || series.LastWritten + options.RepeatInterval < due))
                due = series.LastWritten + options.RepeatInterval;
        }

        return due is null ? null : due > time.GetUtcNow() ? due - time.GetUtcNow() : TimeSpan.Zero;
    }

    /// <summary>Writes a new event, or counts a repeat.</summary>
    public async Task AddAsync(EventReport report, CancellationToken cancellationToken)
    {
        if (_series.TryGetValue(report.Key, out var series) && report.Time - series.LastSeen < options.SeriesEnd)
        {
            series.Count++;
            series.LastSeen = report.Time;
            return;
        }

        Forget(report.Time);
        var name = NewName(report);
        if (await TryAsync(token => events.CreateAsync(NewEvent(report, name), null, token), report.Key.Reason, cancellationToken))
            _series[report.Key] = new EventSeries(name, report.Time);
    }

    /// <summary>Writes the repeats that are due, or all of them.</summary>
    public async Task FlushAsync(bool all, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (key, series) in _series)
        {
            if (!series.IsDirty || (!all && now - series.LastWritten < options.RepeatInterval))
                continue;
            // Also when it fails: an event that cannot be written must not be tried without end.
            (series.WrittenCount, series.LastWritten) = (series.Count, now);
            if (!await TryAsync(token => PatchAsync(series, token), key.Reason, cancellationToken))
                _series.Remove(key);
        }
    }

    private Task<EventsV1Event> PatchAsync(EventSeries series, CancellationToken cancellationToken)
    {
        var patch = new EventSeriesPatch(new EventsV1EventSeries { Count = series.Count, LastObservedTime = series.LastSeen });
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(patch, EventJson.Default.EventSeriesPatch);
        return events.PatchAsync(series.Name.Name, series.Name.Namespace, PatchType.Merge, json, null, cancellationToken);
    }

    private EventsV1Event NewEvent(EventReport report, ObjectKey name) => new()
    {
        Metadata = new() { Name = name.Name, Namespace = name.Namespace },
        EventTime = report.Time,
        ReportingController = options.Controller,
        ReportingInstance = options.Instance,
        Action = report.Key.Action,
        Reason = report.Key.Reason,
        Regarding = report.Key.Regarding,
        Note = report.Key.Note,
        Type = report.Key.Type,
    };

    /// <summary>Events of objects without a namespace are in <c>default</c>.</summary>
    private ObjectKey NewName(EventReport report)
    {
        _lastName = Math.Max(_lastName + 1, report.Time.UtcTicks);
        string suffix = _lastName.ToString("x", CultureInfo.InvariantCulture);
        string owner = report.Key.Regarding.Name ?? "event";
        string name = owner[..Math.Min(owner.Length, 253 - suffix.Length - 1)].TrimEnd('.', '-') + "." + suffix;
        return new ObjectKey(report.Key.Regarding.Namespace is { Length: > 0 } ns ? ns : "default", name);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, series) in _series)
        {
            if (!series.IsDirty && now - series.LastSeen >= options.SeriesEnd)
                _series.Remove(key);
        }

        if (_series.Count >= MaxSeries)
            _series.Remove(_series.MinBy(s => s.Value.LastSeen).Key);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<EventsV1Event>> write, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
            return true;
        }
        catch (Exception error) when (error is KubernetesException or HttpRequestException or IOException or TimeoutException or JsonException or KubeConfigException or ArgumentException)
        {
            options.OnLost?.Invoke($"The event {reason} was not written: {error.Message}");
            return false;
        }
    }
}
